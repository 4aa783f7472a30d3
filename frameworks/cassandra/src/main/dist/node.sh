# What the tasks of a node have in common; each sources it in its sandbox.
set -eu
home=$(cd apache-cassandra-*/ && pwd)
data=$PWD/cassandra-data
# The archive's name: the same one may be had at another address.
binaries=${BINARIES-}
binaries=${binaries##*/}
export HOME="$PWD"
if [ "${MAINSTAY_CLUSTER-}" = embedded ]; then
  # The nodes have an address each but one 127.0.0.1, where JMX is; and what a ring waits for others is long.
  JMX_PORT=$((JMX_PORT + POD_INSTANCE_INDEX))
  JVM_EXTRA_OPTS="${EMBEDDED_JVM_OPTS-} ${JVM_EXTRA_OPTS-}"
fi

fail() {
  echo "$1" >&2
  exit 1
}

nodetool() { "$home/bin/nodetool" -h 127.0.0.1 -p "$JMX_PORT" "$@"; }

server() {
  # What only the agent knows.
  sed 's|{{MESOS_CONTAINER_IP}}|'"$MESOS_CONTAINER_IP"'|g; s|{{MESOS_SANDBOX}}|'"$PWD"'|g' cassandra.yaml >"$home/conf/cassandra.yaml"
  cp cassandra-rackdc.properties "$home/conf/"
  [ ! -e "$data/decommissioned" ] || begin_anew
  if [ ! -d "$data/data" ]; then
    echo "$binaries" >"$data/format"
    touch "$data/joining"
  elif [ "$(cat "$data/binaries")" != "$binaries" ]; then
    snapshot "before-upgrade-$(date -u +%Y%m%dT%H%M%SZ)"
  fi
  echo "$binaries" >"$data/binaries"
  if [ -e "$data/joining" ]; then
    # Among its own seeds it would take over no data; the scheduler holds one that joins anew for a member.
    own="{s/\([',]\)$MESOS_CONTAINER_IP,/\1/; s/,$MESOS_CONTAINER_IP\([',]\)/\1/}"
    sed "/^ *- seeds:/$own" "$home/conf/cassandra.yaml" >joining.yaml
    mv joining.yaml "$home/conf/cassandra.yaml"
  fi
  # What was streamed to it before it was in the ring is streamed anew: else a join that was cut off is never tried again.
  export JVM_EXTRA_OPTS="-Dcassandra.reset_bootstrap_progress=true $JVM_EXTRA_OPTS -Dcassandra.jmx.local.port=$JMX_PORT ${REPLACE_ADDRESS:+-Dcassandra.replace_address_first_boot=$REPLACE_ADDRESS}"
  exec "$home/bin/cassandra" -f -R
}

# A node that has handed over its data is about to be ended. If it is not, it is wanted again, and joins as a new one.
begin_anew() {
  echo "this node has left the ring; it joins anew unless it is ended in the next two minutes"
  sleep 120
  (cd "$data" && rm -rf data commitlog saved_caches hints cdc_raw binaries format && rm decommissioned)
}

# A second name for each file of the server that was here, and has drained; as nodetool makes a snapshot.
snapshot() {
  for table in "$data"/data/*/*; do
    [ -d "$table" ] || continue
    # Its own, and the hidden ones of its indexes.
    (cd "$table" && find . \( -path ./snapshots -o -path ./backups \) -prune -o -type d -print) | while read -r folder; do
      mkdir -p "$table/snapshots/$1/$folder"
      # Ends with 0 only if each ln did.
      find "$table/$folder" -maxdepth 1 -type f -exec sh -c 'ln "$@" "$0"' "$table/snapshots/$1/$folder" {} +
    done
  done
  echo "the data before $binaries are in snapshot $1"
}

in_ring() {
  if [ ! -e in-ring ]; then
    nodetool status | grep -q "^UN  $MESOS_CONTAINER_IP " || return
    rm -f "$data/joining"
    touch in-ring
  fi
  learn_seeds >&2 || true
}

# A server whose streaming failed before it was in the ring stays up, but joins no more: it has to begin anew.
joins() { [ -e in-ring ] || ! nodetool netstats | grep '^Mode: JOINING_FAILED'; }

# The nodes that this host has connections to, as Linux tells: those of IPv4 alone, in either table.
peers() {
  cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | awk -v port="$(printf ':%04X' "$PORT_STORAGE")" '
    function octet(at) { return 16 * index(digits, substr($3, at, 1)) + index(digits, substr($3, at + 1, 1)) }
    BEGIN { digits = "123456789ABCDEF" }
    $4 == "01" && $3 ~ port "$" && $3 ~ /^(0000000000000000FFFF0000)?........:/ {
      end = length($3) - 5
      print octet(end - 1) "." octet(end - 3) "." octet(end - 5) "." octet(end - 7)
    }' | sort -u
}

# A node that takes its own dead place is told of the ring by those alone that have it for a seed; the scheduler's list
# is as old as the server. So each takes those that it sees into its own, and has the server read it: a JVM, once a minute.
learn_seeds() {
  yaml=$home/conf/cassandra.yaml
  seeds=$(sed -n "s/^ *- seeds: '\(.*\)'$/\1/p" "$yaml")
  new=
  for peer in $(peers); do
    case ,$seeds,$MESOS_CONTAINER_IP, in
      *,"$peer",*) ;;
      *) new=$new,$peer ;;
    esac
  done
  if [ -n "$new" ]; then
    touch reload
    sed "s/^\( *- seeds: '.*\)'$/\1$new'/" "$yaml" >"$yaml.new" && mv "$yaml.new" "$yaml"
  fi
  [ -e reload ] && [ -z "$(find reloading -mmin -1 2>/dev/null)" ] || return 0
  touch reloading
  timeout 30 "$home/bin/nodetool" -h 127.0.0.1 -p "$JMX_PORT" reloadseeds && rm reload
}

# A run that was cut off goes on in the server by itself; a server that has left does not start again.
decommission() {
  [ ! -e "$data/decommissioned" ] || return 0
  nodetool netstats >netstats
  if ! grep -q '^Mode: DECOMMISSIONED' netstats; then
    # What would hold it up of Cassandra's own; a keyspace of others waits for their word.
    spread "$MESOS_CONTAINER_IP" ${SUPERUSER:+system_auth}
    [ "$TARGET_COUNT" -ge 3 ] || spread "$MESOS_CONTAINER_IP" system_distributed system_traces
    nodetool decommission >&2
  fi
  touch "$data/decommissioned"
}

upgradesstables() {
  [ "$(cat "$data/format")" != "$binaries" ] || { echo "the files are in the format of $binaries"; return; }
  nodetool upgradesstables
  echo "$binaries" >"$data/format"
}

# Those of parameter KEYSPACES, with commas between them; else all that are not Cassandra's own.
keyspaces() {
  if [ -n "${KEYSPACES-}" ]; then
    echo "$KEYSPACES" | tr ',' '\n'
  else
    nodetool describecluster >cluster
    sed -n '/^Keyspaces:/,$s/^[[:space:]]*\([^ ]*\) -> .*/\1/p' cluster | sed '/^system$/d; /^system_/d'
  fi
}

each_keyspace() {
  names=$(keyspaces)
  for keyspace in $names; do
    nodetool "$@" "$keyspace"
  done
}

# A node's part of the backup that a plan run was told of: a folder of every agent, or the URL of a store.
backup_of() { echo "${BACKUP_DIR:?}/${SNAPSHOT_NAME:?}/node-$1"; }

# Copies what is in a folder into another; one of them may be an URL.
copy() {
  case $1$2 in
    *://*) $S3_COMMAND cp --recursive "$1" "$2" ;;
    *) mkdir -p "$2" && cp -R "$1/." "$2/" ;;
  esac
}

# The list of files of a finished backup, in a folder here; an empty one if there is none. A store that fails, fails this.
list_of() {
  rm -rf there
  mkdir there
  case $1 in
    *://*) copy "$1/finished" there ;;
    *) [ ! -e "$1/finished/files" ] || copy "$1/finished" there ;;
  esac
}

# A backup is finished when it has a list of its files, which names nothing that a try before this one left there.
backup() {
  target=$(backup_of "$POD_INSTANCE_INDEX")
  list_of "$target"
  if [ -e there/files ]; then
    # The list is on the volume too until all is done: so a try that was cut off after its last copy is known.
    cmp -s there/files "$data/backup/$SNAPSHOT_NAME/files" || fail "there is a backup at $target already; give another SNAPSHOT_NAME, or remove it first"
  else
    rm -rf "$data/backup"
    mkdir -p "$data/backup/$SNAPSHOT_NAME"
    names=$(keyspaces)
    [ -n "$names" ] || fail "there is no keyspace to back up"
    nodetool clearsnapshot -t "$SNAPSHOT_NAME"
    # shellcheck disable=SC2086
    nodetool snapshot -t "$SNAPSHOT_NAME" $names
    copy_snapshot
    nodetool clearsnapshot -t "$SNAPSHOT_NAME"
    publish
  fi
  rm -r "$data/backup"
}

# The tables' files, and a list of them that stays here.
copy_snapshot() {
  : >"$data/backup/$SNAPSHOT_NAME/files"
  for snapshot in "$data"/data/*/*/snapshots/"$SNAPSHOT_NAME"; do
    [ -d "$snapshot" ] || continue
    table=${snapshot%/snapshots/*}
    keyspace=${table%/*}
    folder=${keyspace##*/}/$(basename "${table%-*}")
    copy "$snapshot" "$target/$folder"
    (cd "$snapshot" && find . -type f) | sed "s|^\.|$folder|" >>"$data/backup/$SNAPSHOT_NAME/files"
  done
}

# The list comes last and as a whole, as a store takes it anyway.
publish() {
  case $target in
    *://*) copy "$data/backup/$SNAPSHOT_NAME" "$target/finished" ;;
    *)
      copy "$data/backup/$SNAPSHOT_NAME" "$target/finishing"
      mkdir -p "$target/finished"
      mv "$target/finishing/files" "$target/finished/files"
      rmdir "$target/finishing"
      ;;
  esac
}

# Brings the backup of a node into a folder of the volume, from where its files can be moved.
fetch() {
  source=$(backup_of "$1")
  rm -rf "$data/backup" "$data/restore"
  mkdir "$data/backup" "$data/restore"
  copy "$source" "$data/backup"
  [ -e "$data/backup/finished/files" ] || fail "there is no finished backup at $source; look at SNAPSHOT_NAME and BACKUP_DIR"
  while read -r file; do
    mkdir -p "$data/restore/${file%/*}"
    mv "$data/backup/$file" "$data/restore/$file"
  done <"$data/backup/finished/files"
  rm -r "$data/backup"
  for keyspace in $(echo "${KEYSPACES-}" | tr ',' ' '); do
    [ -d "$data/restore/$keyspace" ] || fail "keyspace $keyspace is not in the backup at $source; it has $(ls "$data/restore" | tr '\n' ' ')"
  done
}

# The keyspaces and tables of what was fetched; only those of parameter KEYSPACES, if it is given.
tables() {
  for table in "$data"/restore/*/*; do
    [ -d "$table" ] || continue
    keyspace=$(basename "$(dirname "$table")")
    case ,${KEYSPACES:-$keyspace}, in
      *,"$keyspace",*) echo "$keyspace $(basename "$table")" ;;
    esac
  done
}

# Makes the tables that are missing; on others the statements that make a table do not work, where it lost a column.
restore_schema() {
  fetch "$POD_INSTANCE_INDEX"
  nodetool tablestats >tablestats
  awk '/^Keyspace *:/ { keyspace = $NF } /^[ \t]*Table( \(index\))?:/ { print keyspace, $NF }' tablestats >present
  tables | while read -r keyspace table; do
    grep -qx "$keyspace $table" present || as_superuser "$data/restore/$keyspace/$table/schema.cql"
  done
}

restore_data() {
  fetch "$POD_INSTANCE_INDEX"
  tables | while read -r keyspace table; do
    # What other nodes own since the ring grew is in the files until a cleanup, and does no harm here.
    nodetool import --no-tokens "$keyspace" "$table" "$data/restore/$keyspace/$table" </dev/null
  done
  rm -rf "$data/restore"
}

password() {
  [ -r "$PASSWORD_FILE" ] || fail "there is no file $PASSWORD_FILE on this agent that $(id -un) may read; see option auth.password-file"
  password=$(head -n 1 "$PASSWORD_FILE")
  case $password in
    '' | [[:space:]]* | *[[:space:]]) fail "the first line of $PASSWORD_FILE is empty, or has a blank at an end, which cqlsh leaves away; see option auth.password-file" ;;
  esac
  printf '%s\n' "$password"
}

# Who the next statements are from.
login() {
  trap 'rm -f credentials statements' EXIT
  (umask 077 && printf '[PlainTextAuthProvider]\nusername = %s\npassword = %s\n' "$1" "$2" >credentials)
}

cql() { "$home/bin/cqlsh" ${SUPERUSER:+--credentials=credentials} -f "$1" "$MESOS_CONTAINER_IP" "$NATIVE_PORT"; }

# Runs a file of statements; where roles are asked for as the superuser, or as the one that each Cassandra begins with.
as_superuser() {
  if [ -n "$SUPERUSER" ]; then
    password=$(password)
    login "$SUPERUSER" "$password"
    cql "$1" && return
    login cassandra cassandra
  fi
  cql "$1" || fail "Cassandra refused $1, see above${SUPERUSER:+; unless it says more, give role $SUPERUSER the password of $PASSWORD_FILE (ALTER ROLE, CREATE ROLE)}"
}

# Puts keyspaces on up to three nodes of each data centre, none of which is the one at an address: spread ADDRESS KEYSPACE...
spread() {
  nodetool status >status
  replicas=$(awk -v without="$1" '
    /^Datacenter: / { datacenter = substr($0, 13) }
    /^[UD][NLJM] / && $2 != without && nodes[datacenter]++ == 0 { name[++names] = datacenter }
    END { for (i = 1; i <= names; i++) printf("%s%s=%d", i > 1 ? ", " : "", name[i], nodes[name[i]] < 3 ? nodes[name[i]] : 3) }' status)
  [ -n "$replicas" ] || fail "nodetool status shows no node that could have the replicas"
  shift
  nodetool describecluster >cluster
  for keyspace in "$@"; do
    grep -q "^[[:space:]]*$keyspace -> .*NetworkTopologyStrategy {$replicas}" cluster ||
      echo "ALTER KEYSPACE $keyspace WITH replication = {'class': 'NetworkTopologyStrategy', '$(echo "$replicas" | sed "s/=/': /g; s/, /, '/g")};"
  done >statements
  [ ! -s statements ] || as_superuser statements
}

# Makes the superuser, and takes everything from the role that each Cassandra begins with.
superuser() {
  password=$(password)
  umask 077
  quoted=$(printf '%s' "$password" | sed "s/'/''/g")
  # Not echo, which takes a backslash for more than that.
  printf "CREATE ROLE IF NOT EXISTS %s WITH PASSWORD = '%s' AND SUPERUSER = true AND LOGIN = true;\n" "$SUPERUSER" "$quoted" >statements
  as_superuser statements
  login "$SUPERUSER" "$password"
  echo "ALTER ROLE IF EXISTS cassandra WITH SUPERUSER = false AND LOGIN = false;" >statements
  cql statements
}
