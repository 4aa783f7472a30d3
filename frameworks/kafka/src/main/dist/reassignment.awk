# Reads what 'kafka-topics.sh --describe' prints and writes what 'kafka-reassign-partitions.sh' has to do; nothing, when
# all replicas are where they should be.
#   brokers        brokers with ids below it stay, all others lose their replicas
#   up             ids of brokers that may get replicas
#   even           1: every broker shall have as many replicas and leaders as any other, as nearly as can be
#   all            1: also those that are where they should be
#   topic, factor  this topic shall have so many replicas of each partition; all others keep their number
# A replica moves only if it has to. Where a reassignment is at work, its outcome is what is looked at.
BEGIN {
  FS = "\t"
  count = split(up, taker, " ")
  for (i = 1; i <= count; i++) {
    if (taker[i] + 0 >= brokers + 0) taker[i--] = taker[count--]
  }
}

/\tPartition: / {
  split("", field)
  for (i = 1; i <= NF; i++) {
    colon = index($i, ": ")
    field[substr($i, 1, colon - 1)] = substr($i, colon + 2)
  }
  n++
  name[n] = field["Topic"]
  partition[n] = field["Partition"]
  size = split(field["Replicas"], replica, ",")
  leaving = "," field["Removing Replicas"] ","
  wanted[n] = 0
  for (i = 1; i <= size; i++) {
    if (index(leaving, "," replica[i] ",")) continue
    before[n] = wanted[n]++ ? before[n] "," replica[i] : replica[i]
    if (replica[i] + 0 < brokers + 0) add(n, replica[i])
  }
  if (name[n] == topic && factor) wanted[n] = factor
}

END {
  for (p = 1; p <= n; p++) while (have[p] > wanted[p]) drop(p, spare(p))
  for (p = 1; p <= n && !failed; p++) {
    while (have[p] < wanted[p] && !failed) {
      id = emptiest(p)
      if (id != "") add(p, id)
      else {
        failed = 1
        printf("%s-%s shall have %d replicas, but only %d brokers stay and are up: start brokers, keep more of" \
          " them, or give the topic fewer replicas\n", name[p], partition[p], wanted[p], count) > "/dev/stderr"
      }
    }
  }
  if (failed) exit 1
  if (even) {
    level()
    spread()
  }
  for (p = 1; p <= n; p++) if (all || text(p) != before[p]) {
    printf("%s{\"topic\":\"%s\",\"partition\":%s,\"replicas\":[%s]}", \
      moved++ ? ",\n" : "{\"version\":1,\"partitions\":[\n", name[p], partition[p], text(p))
  }
  if (moved) print "]}"
}

function add(p, id) {
  at[p, ++have[p]] = id
  on[p, id] = 1
  load[id]++
}

# Takes the replica at a place out; those after it move up.
function drop(p, place) {
  load[at[p, place]]--
  delete on[p, at[p, place]]
  for (have[p]--; place <= have[p]; place++) at[p, place] = at[p, place + 1]
}

# The place of the replica that is missed least: on a broker that is down, else the last.
function spare(p, i, j) {
  for (i = have[p]; i > 0; i--) {
    for (j = 1; j <= count && taker[j] != at[p, i]; j++);
    if (j > count) return i
  }
  return have[p]
}

# The broker with the fewest replicas that has none of the partition; empty when there is none.
function emptiest(p, i, best) {
  best = ""
  for (i = 1; i <= count; i++) {
    if (!((p, taker[i]) in on) && (best == "" || load[taker[i]] + 0 < load[best] + 0)) best = taker[i]
  }
  return best
}

# Moves replicas from the fullest to the emptiest broker until they differ by one at most.
function level(i, p, place, full, empty, found) {
  do {
    full = empty = taker[1]
    for (i = 2; i <= count; i++) {
      if (load[taker[i]] + 0 > load[full] + 0) full = taker[i]
      if (load[taker[i]] + 0 < load[empty] + 0) empty = taker[i]
    }
    found = 0
    for (p = 1; p <= n && !found && load[full] - load[empty] > 1; p++) {
      if (!((p, full) in on) || ((p, empty) in on)) continue
      for (place = 1; at[p, place] != full; place++);
      delete on[p, full]
      at[p, place] = empty
      on[p, empty] = 1
      load[full]--
      load[empty]++
      found = 1
    }
  } while (found)
}

# Kafka prefers the first replica as the leader: puts the one first that leads least so far.
function spread(p, i, best, first) {
  for (p = 1; p <= n; p++) {
    best = 1
    for (i = 2; i <= have[p]; i++) if (leads[at[p, i]] + 0 < leads[at[p, best]] + 0) best = i
    first = at[p, 1]
    at[p, 1] = at[p, best]
    at[p, best] = first
    leads[at[p, 1]]++
  }
}

function text(p, i, ids) {
  ids = at[p, 1]
  for (i = 2; i <= have[p]; i++) ids = ids "," at[p, i]
  return ids
}
