package dev.mainstay.sdk.spec.yaml;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.Spelling;
import dev.mainstay.sdk.spec.TaskSpec;
import java.util.Optional;

/** {@code configs}: reads the templates as well. */
final class ConfigsDecoder {

  private final SpecContext context;
  private final Uniques destinations = new Uniques("destination", "each file needs one of its own");

  ConfigsDecoder(SpecContext context) {
    this.context = context;
  }

  ImmutableList<TaskSpec.ConfigSpec> decode(Field field) {
    ImmutableList.Builder<TaskSpec.ConfigSpec> configs = ImmutableList.builder();
    field
        .mapping()
        .ifPresent(
            named ->
                named
                    .all()
                    .forEach(
                        config ->
                            config
                                .mapping()
                                .ifPresent(
                                    fields -> configs.add(config(Names.part(config), fields)))));
    return configs.build();
  }

  private TaskSpec.ConfigSpec config(String name, Fields fields) {
    Field templateField = fields.field("template");
    String template = templateField.filledText().required("name the template's file");
    Field destField = fields.field("dest");
    String dest = destField.filledText().required("say where in the sandbox the file goes");
    destinations.add(dest, destField);
    fields.finish();
    return new TaskSpec.ConfigSpec(
        name, template, dest, template.isEmpty() ? "" : read(template, templateField));
  }

  private String read(String template, Field field) {
    Optional<String> text = context.templates().read(template);
    if (text.isEmpty()) {
      String hint = Spelling.hint(template, context.templates().known());
      field.error(
          "template '" + template + "' does not exist",
          hint.isEmpty() ? "put it beside the spec, or into 'templates' there" : hint);
      return "";
    }
    context.templateTexts().put(template, text.get());
    return text.get();
  }
}
