#!/bin/sh
# kafka-server-start.sh server.properties [--override NAME=VALUE]...: a broker or controller in the foreground.
bin=$(dirname "$0")
export KAFKA_HEAP_OPTS="${KAFKA_HEAP_OPTS--Xms1g -Xmx1g}"
export KAFKA_JVM_PERFORMANCE_OPTS="${KAFKA_JVM_PERFORMANCE_OPTS--XX:+UseG1GC -XX:MaxGCPauseMillis=20}"
export KAFKA_LOG4J_OPTS="${KAFKA_LOG4J_OPTS--Dlog4j2.configurationFile=$bin/../config/log4j2.yaml}"
exec "$bin/kafka-run-class.sh" kafka.Kafka "$@"
