# What the tasks of a node have in common; each sources it in its sandbox.
set -eu
home=$(cd apache-cassandra-*/ && pwd)
data=$PWD/cassandra-data
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
  if [ ! -e "$data/binaries" ]; then
    echo "$BINARIES" >"$data/format"
  elif [ "$(cat "$data/binaries")" != "$BINARIES" ]; then
    snapshot "before-upgrade-$(date -u +%Y%m%dT%H%M%SZ)"
  fi
  echo "$BINARIES" >"$data/binaries"
  export JVM_EXTRA_OPTS="$JVM_EXTRA_OPTS -Dcassandra.jmx.local.port=$JMX_PORT ${REPLACE_ADDRESS:+-Dcassandra.replace_address_first_boot=$REPLACE_ADDRESS}"
  exec "$home/bin/cassandra" -f -R
}

# A second name for each file of the server that was here, and has drained; as nodetool makes a snapshot.
snapshot() {
  for table in "$data"/data/*/*; do
    mkdir -p "$table/snapshots/$1"
    find "$table" -maxdepth 1 -type f -exec ln {} "$table/snapshots/$1/" \;
  done
  echo "the data before $BINARIES are in snapshot $1"
}

in_ring() { [ -e in-ring ] || { nodetool status | grep -q "^UN  $MESOS_CONTAINER_IP " && touch in-ring; }; }

# A run that was cut off goes on in the server by itself.
decommission() { nodetool netstats | grep -q '^Mode: DECOMMISSIONED' || nodetool decommission; }

upgradesstables() {
  [ "$(cat "$data/format")" != "$BINARIES" ] || { echo "the files are in the format of $BINARIES"; return; }
  nodetool upgradesstables
  echo "$BINARIES" >"$data/format"
}

# Those of parameter KEYSPACES, with commas between them; else all that are not Cassandra's own.
keyspaces() {
  if [ -n "${KEYSPACES-}" ]; then
    echo "$KEYSPACES" | tr ',' '\n'
  else
    nodetool describecluster | sed -n '/^Keyspaces:/,$s/^[[:space:]]*\([^ ]*\) -> .*/\1/p' | grep -Ev '^system(_|$)' || true
  fi
}

each_keyspace() {
  for keyspace in $(keyspaces); do
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

backup() {
  target=$(backup_of "$POD_INSTANCE_INDEX")
  names=$(keyspaces)
  [ -n "$names" ] || fail "there is no keyspace to back up"
  nodetool clearsnapshot -t "$SNAPSHOT_NAME"
  # shellcheck disable=SC2086
  nodetool snapshot -t "$SNAPSHOT_NAME" $names
  for snapshot in "$data"/data/*/*/snapshots/"$SNAPSHOT_NAME"; do
    table=${snapshot%/snapshots/*}
    keyspace=${table%/*}
    copy "$snapshot" "$target/${keyspace##*/}/$(basename "${table%-*}")"
  done
  nodetool clearsnapshot -t "$SNAPSHOT_NAME"
}

# Brings the backup of a node into a folder of the volume, from where its files can be moved.
fetch() {
  source=$(backup_of "$1")
  rm -rf "$data/restore"
  mkdir "$data/restore"
  copy "$source" "$data/restore"
}

# The keyspaces and tables of what was fetched; only those of parameter KEYSPACES, if it is given.
tables() {
  for table in "$data"/restore/*/*; do
    keyspace=$(basename "$(dirname "$table")")
    case ,${KEYSPACES:-$keyspace}, in
      *,"$keyspace",*) echo "$keyspace $(basename "$table")" ;;
    esac
  done
}

restore_schema() {
  fetch "$POD_INSTANCE_INDEX"
  [ -z "$SUPERUSER" ] || login "$SUPERUSER" "$(password)"
  tables | while read -r keyspace table; do
    cql "$data/restore/$keyspace/$table/schema.cql"
  done
}

restore_data() {
  fetch "$POD_INSTANCE_INDEX"
  tables | while read -r keyspace table; do
    nodetool import "$keyspace" "$table" "$data/restore/$keyspace/$table" </dev/null
  done
  rm -rf "$data/restore"
}

password() {
  [ -r "$PASSWORD_FILE" ] || fail "there is no file $PASSWORD_FILE on this agent that $(id -un) may read; see option auth.password-file"
  head -n 1 "$PASSWORD_FILE"
}

# Who the next statements are from.
login() {
  trap 'rm -f credentials statements' EXIT
  (umask 077 && printf '[PlainTextAuthProvider]\nusername = %s\npassword = %s\n' "$1" "$2" >credentials)
}

cql() { "$home/bin/cqlsh" ${SUPERUSER:+--credentials=credentials} -f "$1" "$MESOS_CONTAINER_IP" "$NATIVE_PORT"; }

# Makes the superuser, on as many nodes as roles need, and takes everything from the one that each Cassandra begins with.
superuser() {
  password=$(password)
  umask 077
  echo "ALTER ROLE cassandra WITH SUPERUSER = false AND LOGIN = false;" >statements
  login "$SUPERUSER" "$password"
  if ! cql statements; then
    login cassandra cassandra
    replicas=$(nodetool status | grep -c '^UN')
    [ "$replicas" -le 3 ] || replicas=3
    cat >statements <<END
ALTER KEYSPACE system_auth WITH replication = {'class': 'NetworkTopologyStrategy', '$DATACENTER': $replicas};
CREATE ROLE IF NOT EXISTS $SUPERUSER WITH PASSWORD = '$(printf '%s' "$password" | sed "s/'/''/g")' AND SUPERUSER = true AND LOGIN = true;
END
    cql statements
    superuser
  fi
}
