package dev.mainstay.sdk.state;

/**
 * Which work of which plan a task was launched for.
 *
 * @param run id of the plan's run; of deploy and update the id of their configuration
 * @param generation how many times the step had been restarted in that run
 */
public record RunMark(String run, int generation) {}
