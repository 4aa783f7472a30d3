package dev.mainstay.sdk.template;

import com.google.common.primitives.ImmutableIntArray;
import dev.mainstay.sdk.base.SourceLocation;
import dev.mainstay.sdk.base.SourceText;

/**
 * Where in a template each part of its rendered text comes from.
 *
 * <p>Kept as segments in the order of the rendered text. A copied segment runs parallel to the
 * template; everything that a variable gave comes from the variable's tag.
 */
public final class Origins {

  private final SourceText template;
  private final SourceText rendered;
  private final ImmutableIntArray starts;
  private final ImmutableIntArray sources;
  private final ImmutableIntArray copied;

  private Origins(SourceText template, String rendered, Builder builder) {
    this.template = template;
    this.rendered = new SourceText(template.file(), rendered);
    this.starts = builder.starts.build();
    this.sources = builder.sources.build();
    this.copied = builder.copied.build();
  }

  /** A text that was not rendered: each place is its own origin. */
  public static Origins identity(SourceText text) {
    Builder builder = new Builder();
    builder.add(0, 0, true);
    return builder.build(text, text.text());
  }

  SourceLocation origin(int line, int column) {
    int offset = rendered.offset(line, column);
    if (starts.isEmpty()) {
      return template.locate(0);
    }
    int segment = segmentAt(offset);
    int source = sources.get(segment);
    if (copied.get(segment) == 1) {
      source += offset - starts.get(segment);
    }
    return template.locate(Math.min(source, template.text().length()));
  }

  private int segmentAt(int offset) {
    int low = 0;
    int high = starts.length() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (starts.get(middle) <= offset) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /** Collects segments in the order of the rendered text. */
  static final class Builder {
    private final ImmutableIntArray.Builder starts = ImmutableIntArray.builder();
    private final ImmutableIntArray.Builder sources = ImmutableIntArray.builder();
    private final ImmutableIntArray.Builder copied = ImmutableIntArray.builder();

    void add(int renderedStart, int sourceStart, boolean isCopied) {
      starts.add(renderedStart);
      sources.add(sourceStart);
      copied.add(isCopied ? 1 : 0);
    }

    Origins build(SourceText template, String rendered) {
      return new Origins(template, rendered, this);
    }
  }
}
