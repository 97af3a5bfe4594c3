/** JMH benchmarks; every comparison's sides run in one run, and what counts is their ratio. */
package io.github.awing.bench;
