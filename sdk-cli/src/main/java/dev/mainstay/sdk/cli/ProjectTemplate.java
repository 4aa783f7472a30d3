package dev.mainstay.sdk.cli;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * The files of a new framework, as the Maven archetype in {@code templates/framework} lists and
 * holds them: {@code mvn archetype:generate} writes the same.
 */
final class ProjectTemplate {

  private static final String ROOT = "framework/";
  private static final String LIST = "META-INF/maven/archetype-metadata.xml";
  private static final String FILES = "archetype-resources/";
  private static final Pattern IN_TEXT = Pattern.compile("\\$\\{(\\w+)\\}");
  private static final Pattern IN_PATH = Pattern.compile("__(\\w+?)__");

  private ProjectTemplate() {}

  /**
   * The text of each file by its path in the project.
   *
   * @param properties of the archetype, all of them
   */
  static ImmutableSortedMap<String, String> render(ImmutableMap<String, String> properties) {
    ImmutableSortedMap.Builder<String, String> files = ImmutableSortedMap.naturalOrder();
    // an archetype's pom is in no list
    files.put("pom.xml", fill(IN_TEXT, text(FILES + "pom.xml"), properties));
    for (Element set : elements(list(), "fileSet")) {
      String folder = elements(set, "directory").iterator().next().getTextContent();
      String from = folder.isEmpty() ? "" : folder + "/";
      String to =
          set.getAttribute("packaged").equals("true")
              ? from + properties.getOrDefault("package", "").replace('.', '/') + "/"
              : from;
      for (Element file : elements(set, "include")) {
        String name = file.getTextContent();
        files.put(
            to + fill(IN_PATH, name, properties),
            fill(IN_TEXT, text(FILES + from + name), properties));
      }
    }
    return files.build();
  }

  /** What is no property, such as a variable of a shell, stays as it is. */
  private static String fill(Pattern name, String text, Map<String, String> properties) {
    return name.matcher(text)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(properties.getOrDefault(found.group(1), found.group())));
  }

  private static Element list() {
    try (InputStream file = open(LIST)) {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(file)
          .getDocumentElement();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ParserConfigurationException | SAXException e) {
      throw new IllegalStateException(LIST + " cannot be read", e);
    }
  }

  private static Iterable<Element> elements(Element parent, String name) {
    NodeList nodes = parent.getElementsByTagName(name);
    return () ->
        IntStream.range(0, nodes.getLength()).mapToObj(i -> (Element) nodes.item(i)).iterator();
  }

  private static String text(String path) {
    try (InputStream file = open(path)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(String path) {
    InputStream file = ProjectTemplate.class.getResourceAsStream(ROOT + path);
    if (file == null) {
      throw new IllegalStateException("the build has left out " + ROOT + path);
    }
    return file;
  }
}
