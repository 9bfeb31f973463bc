#include "stiff/io/results_file.h"

#include "stiff/io/table_group.h"

namespace stiff {

void write_tables(const std::filesystem::path& path, const std::vector<Table>& tables,
                  const Provenance& provenance, std::string_view format) {
  hdf5::Writer writer;
  hdf5::OutGroup root = writer.root();
  write_provenance(root, format, provenance);
  for (const Table& table : tables) write_table(root, table);
  writer.save(path);
}

void write_results(const std::filesystem::path& path, const std::vector<RecordingResult>& results,
                   const Provenance& provenance) {
  write_tables(path, {recordings_table(results), estimates_table(results)}, provenance);
}

Table read_table(const std::filesystem::path& path, const std::string& group,
                 std::string_view format) {
  const hdf5::InGroup root = hdf5::open(path);
  check_format(root, format);
  return read_table(root, group);
}

}  // namespace stiff
