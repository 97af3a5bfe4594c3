package io.github.awing.data.synthetic;

/**
 * Expression of a drawn face.
 *
 * @param smile −1 (sulking) to 1 (beaming)
 * @param open how far the mouth is open, 0 to 1
 * @param leftEye how far the eye on the viewer's left is open, 0 to 1.15
 * @param rightEye how far the eye on the viewer's right is open, 0 to 1.15
 * @param browRaise −0.5 (frowning) to 1 (astonished)
 * @param gazeX direction of the gaze, −1 to the viewer's left, 1 right
 * @param gazeY direction of the gaze, −1 up, 1 down
 */
record FacialExpression(
    double smile,
    double open,
    double leftEye,
    double rightEye,
    double browRaise,
    double gazeX,
    double gazeY) {

  static final FacialExpression NEUTRAL = new FacialExpression(0, 0, 1, 1, 0, 0, 0);

  static FacialExpression random(SeededRandom random) {
    double smile = random.between(-0.05, 0.6);
    double open = 0;
    double leftEye = random.between(0.8, 1.05);
    double rightEye = leftEye;
    double browRaise = random.between(-0.2, 0.35);
    double gazeX = random.around(-1, 1);
    double gazeY = random.around(-1, 1);
    double mood = random.between(0, 1);
    if (mood < 0.14) {
      smile = random.between(0.7, 1);
      open = random.between(0.2, 0.55);
    } else if (mood < 0.22) {
      smile = random.between(-0.2, 0.2);
      open = random.between(0.5, 1);
      browRaise = random.between(0.5, 1);
      leftEye = random.between(1, 1.15);
      rightEye = leftEye;
    } else if (mood < 0.28) {
      smile = random.between(-1, -0.55);
      browRaise = random.between(-0.5, -0.2);
    } else if (mood < 0.34) {
      leftEye = 0;
      rightEye = 0;
    } else if (mood < 0.37) {
      leftEye = 0;
      smile = random.between(0.4, 1);
    } else if (mood < 0.4) {
      rightEye = 0;
      smile = random.between(0.4, 1);
    } else if (mood < 0.6) {
      open = random.between(0.03, 0.25);
    }
    return new FacialExpression(smile, open, leftEye, rightEye, browRaise, gazeX, gazeY);
  }

  /** WFLW's attribute expression: the expression is strong. */
  boolean strong() {
    return Math.abs(smile) > 0.6
        || open > 0.3
        || browRaise > 0.5
        || Math.min(leftEye, rightEye) < 0.3;
  }
}
