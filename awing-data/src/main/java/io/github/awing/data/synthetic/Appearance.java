package io.github.awing.data.synthetic;

import java.awt.Color;
import java.util.List;

/**
 * Appearance of a drawn face beyond its shape: colours, hair and accessories.
 *
 * @param skin the skin in even light
 * @param hair the hair's colour
 * @param hairStyle style of the hair
 * @param iris the eyes' colour
 * @param lips the lips' colour, lipstick included
 * @param cloth the clothes' colour
 * @param beard how dense the beard is, 0 for none
 * @param freckles whether the cheeks have freckles
 * @param makeUp whether lipstick and eye shadow are worn
 * @param eyeShadow the colour of the upper lids
 * @param glasses glasses, if any
 * @param occluder object that hides a part of the face, if any
 */
record Appearance(
    Color skin,
    Color hair,
    HairStyle hairStyle,
    Color iris,
    Color lips,
    Color cloth,
    double beard,
    boolean freckles,
    boolean makeUp,
    Color eyeShadow,
    Glasses glasses,
    Occluder occluder) {

  /** Style of the hair. */
  enum HairStyle {
    BALD,
    CROPPED,
    SWEPT,
    FRINGE,
    BOB,
    LONG,
    CURLS,
    BUN,
    BEANIE
  }

  /** Kind of glasses. */
  enum Glasses {
    NONE,
    ROUND,
    SQUARE,
    SUN
  }

  /** Object that hides a part of the face. */
  enum Occluder {
    NONE,
    HAND,
    SCARF,
    CUP,
    LEAF
  }

  private static final List<Color> SKINS =
      Tint.list(
          0xffe2cc, 0xfbd3b4, 0xf0bd96, 0xe2a97f, 0xcf9166, 0xb27650, 0x91593a, 0x70432c, 0x573324);
  private static final List<Color> HAIRS =
      Tint.list(
          0x1d1a1f, 0x2f2220, 0x4a2f22, 0x6b4226, 0x8a4b2a, 0xb5562b, 0xc98b45, 0xe3bd74, 0x9a9a9f,
          0xe4e1dc, 0x2f6f7a, 0xc65b86, 0x6a4c9c);
  private static final List<Color> IRISES =
      Tint.list(0x3b2416, 0x5a3519, 0x7a5a2a, 0x4f7a4a, 0x3f7f8c, 0x4a78b5, 0x6d7f90);
  private static final List<Color> LIPSTICKS =
      Tint.list(0xb3202f, 0xd0305a, 0x8e1f4d, 0xd9523f, 0x9b2d6d);
  private static final List<Color> EYE_SHADOWS =
      Tint.list(0x6f4aa0, 0x2f6fa8, 0x2f8a7d, 0xb04a86, 0x8a5a2f);
  private static final List<Color> CLOTHS =
      Tint.list(
          0xe4572e, 0x2e86ab, 0xf3a712, 0x5f4bb6, 0x3a7d44, 0xf7f3e9, 0x2b2d42, 0xd1495b, 0x8ac6d0,
          0xa3b18a);

  static Appearance random(SeededRandom random) {
    Color skin =
        Tint.mix(random.pick(SKINS), SKINS.get(random.whole(0, 4)), random.between(0, 0.4));
    boolean bearded = random.chance(0.22);
    boolean makeUp = !bearded && random.chance(0.25);
    Color natural = Tint.mix(skin, new Color(0xb8464f), random.between(0.3, 0.55));
    Color hair = Tint.mix(random.pick(HAIRS), random.pick(HAIRS), random.between(0, 0.2));
    return new Appearance(
        skin,
        hair,
        random.pick(List.of(HairStyle.values())),
        random.pick(IRISES),
        makeUp ? random.pick(LIPSTICKS) : natural,
        random.pick(CLOTHS),
        bearded ? random.between(0.25, 0.9) : 0,
        random.chance(0.15),
        makeUp,
        random.pick(EYE_SHADOWS),
        random.chance(0.22)
            ? random.pick(List.of(Glasses.ROUND, Glasses.ROUND, Glasses.SQUARE, Glasses.SUN))
            : Glasses.NONE,
        random.chance(0.17)
            ? random.pick(List.of(Occluder.HAND, Occluder.SCARF, Occluder.CUP, Occluder.LEAF))
            : Occluder.NONE);
  }
}
