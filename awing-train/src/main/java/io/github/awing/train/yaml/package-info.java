/** Reads and writes plans: YAML files that are records word for word. */
package io.github.awing.train.yaml;
