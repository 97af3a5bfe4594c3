/**
 * JMH benchmarks. Each benchmark runs with its lower bound in the same run, and the result is their
 * ratio.
 */
package io.github.awing.bench;
