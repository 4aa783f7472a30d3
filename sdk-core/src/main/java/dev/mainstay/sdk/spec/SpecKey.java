package dev.mainstay.sdk.spec;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The key of {@code svc.yml} that a component of a record stands for, with all that a user wants to
 * know of it. The schema for editors, the spec reference and the YAML of a spec made in Java come
 * from it; the key's type comes from the component's.
 *
 * <p>Every component of a record of the spec has this annotation, {@link Name}, {@link Inline} or
 * {@link Nowhere}. A method without parameters may have it too, for a key that the record holds in
 * another shape.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.METHOD})
public @interface SpecKey {

  /** The {@link #standard} of a key that has to be there. */
  String REQUIRED = "required";

  /** The key; a dot leads into an object of the YAML that is no record, see {@link Group}. */
  String value();

  /** What it is, in a sentence or two of Markdown. */
  String about();

  /**
   * What holds when the key is absent: {@link #REQUIRED}, the value itself ({@code false}, {@code
   * CLUSTER}), or words.
   */
  String standard();

  /** A value as YAML that is right as it stands. */
  String example();

  /** Where the YAML differs from what the type says. */
  Form form() default Form.TYPE;

  /** Another key that takes a single item of a list, without a name; empty for none. */
  String single() default "";

  /** Constants of an enum that this key does not take. */
  String[] without() default {};

  /** Other names of constants that are read, but not offered. */
  String[] alsoRead() default {};

  /** Old specs have a list in place of the object, and it is still read. */
  boolean oldList() default false;

  /** How a component stands in YAML. */
  enum Form {
    /** As its type says. */
    TYPE,
    /** A list of records as an object, under names that nothing reads. */
    NUMBERED,
    /** A map from text to text as {@code key:value,key:value}. */
    LABELS,
    /** An enum's name in small letters with {@code -}. */
    SMALL,
    /** A time: whole seconds, or a number with {@code s}, {@code m}, {@code h} or {@code d}. */
    SPAN,
    /**
     * The id of one of the pod's resource sets. When it is the task's own, the keys of {@link
     * ResourceSetSpec} stand in the task itself instead.
     */
    RESOURCES
  }

  /** A component that is the key of the object which holds the record: a pod type's name. */
  @Documented
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.RECORD_COMPONENT)
  @interface Name {

    /** What it names. */
    String about();

    String example();
  }

  /** A record whose keys stand beside those of the record that has it. */
  @Documented
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.RECORD_COMPONENT)
  @interface Inline {}

  /** A component that no key gives. */
  @Documented
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.RECORD_COMPONENT)
  @interface Nowhere {

    /** Where it comes from. */
    String value();
  }

  /** An object of the YAML that is no record of its own. */
  @Documented
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.TYPE)
  @interface Group {

    /** Its key. */
    String value();

    String about();
  }

  /** A key of the record's object that is read, but should be written in another way. */
  @Documented
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.TYPE)
  @Repeatable(Legacies.class)
  @interface Legacy {

    /** The key. */
    String value();

    /** What to write instead, as a sentence. */
    String instead();
  }

  /** Several {@link Legacy}. */
  @Documented
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.TYPE)
  @interface Legacies {
    Legacy[] value();
  }
}
