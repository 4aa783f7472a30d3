package dev.mainstay.sdk.spec.yaml;

import com.google.common.collect.ImmutableList;
import dev.mainstay.sdk.base.Spelling;
import dev.mainstay.sdk.spec.TaskSpec;
import dev.mainstay.sdk.spec.input.Field;
import dev.mainstay.sdk.spec.input.Fields;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code configs}: reads the templates as well. */
final class ConfigsDecoder {

  /**
   * A template in the folder of the scheduler's package, {@code kafka-scheduler/broker.conf}, where
   * old packages unpacked the files that lie beside the spec.
   */
  private static final Pattern PACKAGED = Pattern.compile("[A-Za-z0-9-]*scheduler/.+");

  private final SpecContext context;
  private final Uniques destinations = new Uniques("destination", "each file needs one of its own");

  ConfigsDecoder(SpecContext context) {
    this.context = context;
  }

  /** {@code configs}, and the forms of old specs: a list without names, or a single one. */
  ImmutableList<TaskSpec.ConfigSpec> decode(Fields task) {
    String remedy = "give it 'template' and 'dest'";
    ImmutableList.Builder<TaskSpec.ConfigSpec> configs = ImmutableList.builder();
    for (Entries.Entry entry : Entries.of(task.field("configs"), "config", remedy)) {
      configs.add(config(Names.part(entry.field()), entry.fields()));
    }
    Field old = task.legacy("configurations", "write 'configs'");
    for (Entries.Entry entry : Entries.orItems(old, "config", remedy)) {
      configs.add(config(entry.name(), entry.fields()));
    }
    task.legacy("configuration", "write 'configs', with a name for it")
        .mapping()
        .ifPresent(fields -> configs.add(config("configuration", fields)));
    return configs.build();
  }

  private TaskSpec.ConfigSpec config(String name, Fields fields) {
    Field templateField = fields.field("template");
    String template = templateField.filledText().required("name the template's file");
    Field destField = fields.field("dest");
    String dest = destField.filledText().required("say where in the sandbox the file goes");
    destinations.add(dest, destField);
    if (dest.startsWith("/")) {
      destField.warning(
          "'"
              + dest
              + "' is not in the sandbox: Mesos refuses to bring a file there, and the task fails",
          "write a path without the first '/'");
    }
    fields.finish();
    return new TaskSpec.ConfigSpec(
        name, template, dest, template.isEmpty() ? "" : read(template, templateField));
  }

  private String read(String template, Field field) {
    Optional<String> text = context.templates().read(template);
    if (text.isEmpty() && PACKAGED.matcher(template).matches()) {
      String plain = template.substring(template.indexOf('/') + 1);
      text = context.templates().read(plain);
      if (text.isPresent()) {
        field.warning(
            "'" + template + "' is named by the folder that old packages unpacked into",
            "write '" + plain + "'");
      }
    }
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
