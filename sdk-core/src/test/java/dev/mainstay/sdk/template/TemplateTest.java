package dev.mainstay.sdk.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import org.junit.jupiter.api.Test;

final class TemplateTest {

  private static final ImmutableMap<String, TemplateValue> VARIABLES =
      ImmutableMap.<String, TemplateValue>builder()
          .putAll(
              TemplateValue.ofEnvironment(
                  ImmutableMap.of(
                      "NAME",
                      "kiosk",
                      "HTML",
                      "<a & 'b'>",
                      "YES",
                      "true",
                      "NO",
                      "False",
                      "EMPTY",
                      "",
                      "PROPERTIES",
                      "{\"b.x\": 1, \"a\": \"two\", \"c\": true}",
                      "WORD",
                      "none")))
          .put(
              "pods",
              TemplateValue.fields(
                  ImmutableMap.of(
                      "seed-node",
                      TemplateValue.list(ImmutableList.of(instance(0, false), instance(1, true))))))
          .buildOrThrow();

  @Test
  void variables_in_two_and_three_braces_are_copied_without_escaping() {
    assertThat(render("{{NAME}} {{ HTML }} {{{HTML}}} {{&HTML}}"))
        .isEqualTo("kiosk <a & 'b'> <a & 'b'> <a & 'b'>");
  }

  @Test
  void sections_are_left_out_for_false_empty_and_missing_values() {
    assertThat(
            render(
                "{{#YES}}1{{/YES}}{{#NO}}2{{/NO}}{{#EMPTY}}3{{/EMPTY}}{{#GONE}}4{{/GONE}}{{#NAME}}5{{/NAME}}"))
        .isEqualTo("15");
    assertThat(render("{{^YES}}1{{/YES}}{{^NO}}2{{/NO}}{{^EMPTY}}3{{/EMPTY}}{{^GONE}}4{{/GONE}}"))
        .isEqualTo("234");
  }

  @Test
  void lines_with_nothing_but_section_and_comment_tags_vanish() {
    assertThat(
            render(
                "a\n  {{#YES}}  \n  b\r\n  {{/YES}}\r\n{{! why }}\n{{#YES}}{{#NAME}}\nc\n{{/NAME}}{{/YES}}"))
        .isEqualTo("a\n  b\r\nc\n");
    assertThat(render("a {{#YES}}\n  b {{/YES}} c\n")).isEqualTo("a \n  b  c\n");
  }

  @Test
  void lists_of_instances_are_iterated_by_dotted_names() {
    assertThat(
            render(
                "{{#pods.seed-node}}{{index}}@{{host}}:{{ports.client}}{{^last}},{{/last}}{{/pods.seed-node}} {{NAME}}"))
        .isEqualTo("0@host-0:1000,1@host-1:1001 kiosk");
    assertThat(render("{{pods.seed-node.1.host}}")).isEqualTo("host-1");
    assertThat(render("{{#pods.other}}x{{/pods.other}}")).isEmpty();
  }

  @Test
  void a_json_object_in_a_variable_is_a_list_of_its_entries_in_its_own_order() {
    assertThat(render("{{#PROPERTIES.entries}}\n{{key}}={{value}}\n{{/PROPERTIES.entries}}"))
        .isEqualTo("b.x=1\na=two\nc=true\n");
    assertThat(render("{{#EMPTY.entries}}x{{/EMPTY.entries}}{{#GONE.entries}}x{{/GONE.entries}}"))
        .isEmpty();
    assertThat(problems("{{#WORD.entries}}x{{/WORD.entries}}"))
        .isEqualTo(
            "t:1:1: 'WORD.entries': the value is not a JSON object; give it as in '{\"key\": \"value\"}'");
  }

  @Test
  void what_is_not_known_can_be_left_for_later_or_be_nothing() {
    Template template = Template.parse("t", "{{NAME}} {{ GONE }}{{#GONE}}x{{/GONE}} {{pods}}");
    assertThat(
            Template.parse("t", "{{NAME}} {{ GONE }}{{#GONE}}x{{/GONE}}")
                .renderKnown(VARIABLES, ImmutableSet.of())
                .textOrThrow())
        .isEqualTo("kiosk {{ GONE }}");
    assertThat(
            template
                .renderLeniently(
                    ImmutableMap.of(
                        "NAME", TemplateValue.of("a"),
                        "pods", TemplateValue.list(ImmutableList.of(TemplateValue.of("b")))))
                .textOrThrow())
        .isEqualTo("a  [b]");
  }

  @Test
  void delimiters_can_be_changed() {
    assertThat(render("{{=<% %>=}}<%NAME%> {{NAME}}<%={{ }}=%>{{NAME}}"))
        .isEqualTo("kiosk {{NAME}}kiosk");
  }

  @Test
  void every_problem_is_listed_with_its_place() {
    assertThat(
            problems(
                "a: {{NMAE}}\nb: {{OTHER}}\n{{#pods.seed-node}}\n  {{hst}}\n{{/pods.seed-node}}\n{{pods}}"))
        .isEqualTo(
            """
            t:1:4: variable 'NMAE' is not defined; did you mean 'NAME'?
            t:2:4: variable 'OTHER' is not defined; define it, or put it in a section '{{#OTHER}}…{{/OTHER}}'
            t:4:3: variable 'hst' is not defined; did you mean 'host'?
            t:6:1: 'pods' is a group of values [seed-node], not text; use it as a section, or name a part of it""");
  }

  @Test
  void tags_that_do_not_match_are_explained() {
    assertThat(problems("{{#A}}\n{{#B}}\n{{/A}}\n{{/C}}\n{{#D}}\n{{/E}}"))
        .isEqualTo(
            """
            t:2:1: section 'B' is not closed; close it with '{{/B}}'
            t:4:1: '{{/C}}' closes a section that is not open; remove it, or open the section before it
            t:6:1: '{{/E}}' closes a section that is not open; the section open here is 'D'
            t:5:1: section 'D' is not closed; close it with '{{/D}}'""");
    assertThat(problems("x: {{NAME\ny: {{NAME}}\n{{{NAME}}\n{{}} {{a b}} {{>part}}"))
        .isEqualTo(
            """
            t:1:4: '{{' is not closed; close it with '}}'
            t:3:1: '{{{' is not closed; close it with '}}}'
            t:4:1: '{{}}' names no variable; write one name without blanks between the braces
            t:4:6: 'a b' is not a variable's name; write one name without blanks between the braces
            t:4:14: partials such as '{{>part}}' are not supported; copy the text in""");
  }

  @Test
  void names_that_only_the_agent_knows_pass_through_but_decide_nothing() {
    Template template = Template.parse("t", "ip={{IP}}\n{{{SECRET}}}\n");
    ImmutableSet<String> agentOnly = ImmutableSet.of("IP", "SECRET");
    assertThat(template.render(VARIABLES, agentOnly).textOrThrow())
        .isEqualTo("ip={{IP}}\n{{{SECRET}}}\n");
    assertThat(
            Template.parse("t", "{{#IP}}x{{/IP}}")
                .render(VARIABLES, agentOnly)
                .problems()
                .toString())
        .contains(
            "t:1:1: a section over 'IP', whose value only the agent knows, cannot be decided here");
  }

  @Test
  void places_in_the_result_are_traced_to_the_template() {
    String text = "a: {{HTML}} b\n{{#pods.seed-node}}\n- {{host}} ü x\n{{/pods.seed-node}}\nend";
    Rendered rendered = Template.parse("t", text).render(VARIABLES);
    assertThat(rendered.text()).isEqualTo("a: <a & 'b'> b\n- host-0 ü x\n- host-1 ü x\nend");
    assertThat(rendered.origin(1, 1).toString()).isEqualTo("t:1:1");
    assertThat(rendered.origin(1, 6).toString()).isEqualTo("t:1:4");
    assertThat(rendered.origin(1, 14).toString()).isEqualTo("t:1:13");
    assertThat(rendered.origin(3, 1).toString()).isEqualTo("t:3:1");
    assertThat(rendered.origin(3, 12).toString()).isEqualTo("t:3:14");
    assertThat(rendered.origin(4, 2).toString()).isEqualTo("t:5:2");
  }

  @Test
  void nested_iteration_ends_at_a_limit() {
    String list = "pods.seed-node";
    String text = ("{{#" + list + "}}").repeat(40) + "x" + ("{{/" + list + "}}").repeat(40);
    assertThat(problems(text)).contains("t:1:1: the rendered text is too long");
  }

  private static TemplateValue instance(int index, boolean last) {
    return TemplateValue.fields(
        ImmutableMap.of(
            "index",
            TemplateValue.of(index),
            "host",
            TemplateValue.of("host-" + index),
            "ports",
            TemplateValue.fields(ImmutableMap.of("client", TemplateValue.of(1000 + index))),
            "last",
            TemplateValue.of(last)));
  }

  private static String render(String text) {
    return Template.parse("t", text).render(VARIABLES).textOrThrow();
  }

  private static String problems(String text) {
    return String.join(
        "\n",
        Template.parse("t", text).render(VARIABLES).problems().stream()
            .map(Object::toString)
            .toList());
  }
}
