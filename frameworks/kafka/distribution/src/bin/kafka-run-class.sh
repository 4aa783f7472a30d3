#!/bin/sh
# kafka-run-class.sh CLASS [ARGUMENT...]: runs a class of this distribution in place of the shell, so that signals
# reach it. Settings, named as in Apache's script: JAVA_HOME, CLASSPATH (added), KAFKA_HEAP_OPTS,
# KAFKA_JVM_PERFORMANCE_OPTS (default: what suits a short command), KAFKA_LOG4J_OPTS, KAFKA_OPTS, LOG_DIR.
home=$(cd "$(dirname "$0")/.." && pwd) || exit 1
exec "${JAVA_HOME:+$JAVA_HOME/bin/}java" \
  ${KAFKA_HEAP_OPTS--Xmx256m} \
  ${KAFKA_JVM_PERFORMANCE_OPTS--XX:+UseSerialGC -XX:TieredStopAtLevel=1} \
  ${KAFKA_LOG4J_OPTS--Dlog4j2.configurationFile="$home/config/tools-log4j2.yaml"} \
  -Dkafka.logs.dir="${LOG_DIR-$home/logs}" \
  ${KAFKA_OPTS-} \
  -cp "$home/libs/*${CLASSPATH:+:$CLASSPATH}" "$@"
