package io.vestnik.bench.run;

import io.vestnik.protocol.JsonWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// All that a run has found, section by section, each told as it is closed.
public final class Report {
  private final String workload;
  private final List<Section> sections = new ArrayList<>();

  public Report(String workload) {
    this.workload = workload;
  }

  /// Begins a section.
  public Section section(String title) {
    Section section = new Section(title);
    sections.add(section);
    return section;
  }

  /// Prints the tables, and writes the JSON where one is wanted.
  public void tell(@Nullable Path file) {
    System.out.println();
    System.out.println(workload + " · " + Machine.line());
    sections.forEach(section -> System.out.println("\n" + section.table()));
    if (file != null) {
      Map<String, Object> all = new LinkedHashMap<>();
      all.put("workload", workload);
      all.put("machine", Machine.line());
      all.put("sections", sections.stream().map(Section::json).toList());
      try {
        Files.writeString(file, JsonWriter.text(all) + "\n");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
