package io.github.awing.data.synthetic;

/**
 * Measures of a drawn head that do not depend on pose or expression. The unit is half the width of
 * an average face; the origin lies between the eyes, x grows to the viewer's right, y down, z
 * toward the viewer.
 *
 * @param width half the width at the ears
 * @param chin y of the chin
 * @param jaw how full the jaw is; 1.4 tapers, 2 is square
 * @param chinRoundness how broad the chin is; 1.6 is pointed, 2.2 broad
 * @param crown how far the head rises above the ears
 * @param eyeSpacing x of an eye's centre
 * @param eyeWidth half the width of an eye
 * @param eyeHeight how far the upper lid rises above the corners
 * @param eyeSlant how far the outer corner lies above the eye's centre
 * @param browHeight how far the brow lies above the eyes
 * @param browThickness of the brow at its inner end
 * @param browArch how far the brow rises in its middle
 * @param browSlant how far the outer end lies above the inner
 * @param noseWidth half the width of the nose at its base
 * @param noseLength y of the nose's base
 * @param noseDepth how far the tip stands out
 * @param mouthWidth half the width of the mouth at rest
 * @param mouthHeight position of the mouth between nose and chin, 0 to 1
 * @param upperLip thickness of the upper lip
 * @param lowerLip thickness of the lower lip
 */
record HeadShape(
    double width,
    double chin,
    double jaw,
    double chinRoundness,
    double crown,
    double eyeSpacing,
    double eyeWidth,
    double eyeHeight,
    double eyeSlant,
    double browHeight,
    double browThickness,
    double browArch,
    double browSlant,
    double noseWidth,
    double noseLength,
    double noseDepth,
    double mouthWidth,
    double mouthHeight,
    double upperLip,
    double lowerLip) {

  static final HeadShape AVERAGE =
      new HeadShape(
          1, 1.6, 1.6, 1.9, 1.08, 0.42, 0.23, 0.14, 0.02, 0.3, 0.085, 0.06, 0.01, 0.19, 0.58, 0.3,
          0.34, 0.36, 0.085, 0.12);

  static HeadShape random(SeededRandom random) {
    return new HeadShape(
        random.between(0.93, 1.07),
        random.between(1.42, 1.74),
        random.between(1.45, 2.0),
        random.between(1.65, 2.25),
        random.between(1.0, 1.16),
        random.between(0.4, 0.455),
        random.between(0.205, 0.262),
        random.between(0.11, 0.18),
        random.between(-0.035, 0.06),
        random.between(0.28, 0.37),
        random.between(0.065, 0.135),
        random.between(0.02, 0.1),
        random.between(-0.06, 0.05),
        random.between(0.15, 0.25),
        random.between(0.5, 0.66),
        random.between(0.22, 0.38),
        random.between(0.27, 0.41),
        random.between(0.32, 0.4),
        random.between(0.05, 0.125),
        random.between(0.075, 0.165));
  }
}
