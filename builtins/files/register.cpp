// register.cpp - the builtins and formats of this folder, in order.
#include "builtins/files/register.h"

namespace lykos::builtins {

void register_files(Registry& r) {
  register_import_export(r);
  register_wxf(r);
  register_streams(r);
  register_stream_read(r);
  register_stream_write(r);
  register_save(r);
  register_file_names(r);
  register_file_system(r);
  register_text_formats();
  register_xml_format();
  register_html_format();
  register_table_formats();
  register_json_formats();
  register_wxf_format();
  register_hdf5_format();
}

}  // namespace lykos::builtins
