package io.github.awing.data.synthetic;

import io.github.awing.data.Box;
import io.github.awing.data.Landmarks;
import java.awt.AlphaComposite;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.image.BufferedImage;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Draws one face, from the background to the noise, and computes its annotations. */
final class FaceDrawing {

  /**
   * Number of hidden landmarks from which a face counts as occluded; hair over the end of a brow
   * hides fewer.
   */
  private static final int HIDDEN = 3;

  private FaceDrawing() {}

  static SyntheticFace draw(
      FaceGeometry face, Appearance look, Exposure exposure, int size, SeededRandom random) {
    BufferedImage person = new BufferedImage(size, size, BufferedImage.TYPE_INT_ARGB_PRE);
    Graphics2D layer = smooth(person);
    FacePainter painter = new FacePainter(layer, face, look, random);
    HairPainter hair = new HairPainter(layer, face, look, random);
    AccessoryPainter wear = new AccessoryPainter(layer, face, look, random);
    hair.behind();
    painter.body();
    painter.ears();
    painter.skin();
    painter.beard();
    painter.mouth();
    painter.nose();
    painter.eyes();
    painter.brows();
    Shape fringe = hair.front();
    Shape lenses = wear.glasses();
    Shape thing = wear.occluder();
    layer.setComposite(AlphaComposite.SrcAtop);
    exposure.light(layer, face);
    layer.dispose();

    BufferedImage picture = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
    Graphics2D canvas = smooth(picture);
    Background.paint(canvas, size, random);
    canvas.dispose();
    Graphics2D whole = picture.createGraphics();
    whole.drawImage(person, 0, 0, null);
    whole.dispose();

    Landmarks landmarks = face.landmarks();
    Set<String> attributes = new HashSet<>();
    mark(attributes, "pose", face.pose().large());
    mark(attributes, "expression", face.expression().strong());
    mark(attributes, "illumination", exposure.harsh());
    mark(attributes, "make-up", look.makeUp());
    mark(attributes, "occlusion", hidden(landmarks, List.of(fringe, lenses, thing)) >= HIDDEN);
    mark(attributes, "blur", exposure.blurred());
    return new SyntheticFace(
        exposure.develop(picture, random.bits()),
        landmarks,
        provided(landmarks.box(), random),
        attributes);
  }

  private static Graphics2D smooth(BufferedImage image) {
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    // Java2D's first pixel reaches from 0 to 1; the landmark (0, 0) is its centre.
    graphics.translate(0.5, 0.5);
    return graphics;
  }

  private static void mark(Set<String> attributes, String name, boolean holds) {
    if (holds) {
      attributes.add(name);
    }
  }

  private static long hidden(Landmarks landmarks, List<Shape> things) {
    return landmarks.stream()
        .filter(point -> things.stream().anyMatch(thing -> thing.contains(point.x(), point.y())))
        .count();
  }

  /** A box like those of data sets: slightly too wide and off centre. */
  private static Box provided(Box tight, SeededRandom random) {
    double width = tight.width();
    double height = tight.height();
    return new Box(
        Math.rint(tight.left() - width * random.between(-0.01, 0.05)),
        Math.rint(tight.top() - height * random.between(-0.01, 0.05)),
        Math.rint(tight.right() + width * random.between(-0.01, 0.05)),
        Math.rint(tight.bottom() + height * random.between(-0.01, 0.05)));
  }
}
