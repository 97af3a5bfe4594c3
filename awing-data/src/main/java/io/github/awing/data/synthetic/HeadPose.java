package io.github.awing.data.synthetic;

import io.github.awing.data.Point;

/**
 * Pose of a drawn head and its place in the picture.
 *
 * @param yaw radians; positive turns the face to the viewer's right
 * @param pitch radians; positive nods it down
 * @param roll radians; positive tilts it clockwise
 * @param scale pixels per unit of {@link HeadShape}
 * @param x of the head's centre, in pixels
 * @param y of the head's centre, in pixels
 */
record HeadPose(double yaw, double pitch, double roll, double scale, double x, double y) {

  /** Distance of the viewer, near enough for a slight perspective. */
  private static final double DISTANCE = 9;

  /** Height of the point about which the head turns, inside the head. */
  private static final double PIVOT_Y = 0.5;

  private static final double PIVOT_Z = -0.2;

  static HeadPose frontal(double scale, double x, double y) {
    return new HeadPose(0, 0, 0, scale, x, y);
  }

  static HeadPose random(SeededRandom random) {
    return new HeadPose(
        StrictMath.toRadians(
            random.chance(0.35) ? random.between(-35, 35) : random.around(-25, 25)),
        StrictMath.toRadians(random.around(-15, 15)),
        StrictMath.toRadians(random.chance(0.2) ? random.between(-25, 25) : random.around(-14, 14)),
        1,
        0,
        0);
  }

  HeadPose at(double newScale, double newX, double newY) {
    return new HeadPose(yaw, pitch, roll, newScale, newX, newY);
  }

  /** Projects a point of the head into the picture. */
  Point project(double px, double py, double pz) {
    double z = pz - PIVOT_Z;
    double turnedX = px * StrictMath.cos(yaw) + z * StrictMath.sin(yaw);
    double turnedZ = -px * StrictMath.sin(yaw) + z * StrictMath.cos(yaw);
    double offset = py - PIVOT_Y;
    double noddedY = offset * StrictMath.cos(pitch) + turnedZ * StrictMath.sin(pitch);
    double noddedZ = -offset * StrictMath.sin(pitch) + turnedZ * StrictMath.cos(pitch);
    double zoom = scale * DISTANCE / (DISTANCE - noddedZ);
    double cos = StrictMath.cos(roll);
    double sin = StrictMath.sin(roll);
    return new Point(
        x + zoom * (turnedX * cos - noddedY * sin), y + zoom * (turnedX * sin + noddedY * cos));
  }

  /** WFLW's attribute pose: the head is turned or tilted far. */
  boolean large() {
    return Math.abs(StrictMath.toDegrees(yaw)) > 20 || Math.abs(StrictMath.toDegrees(roll)) > 16;
  }
}
