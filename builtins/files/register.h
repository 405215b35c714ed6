// register.h - the family of files, streams, Import and Export.
#pragma once

#include "evaluator/registry.h"

namespace lykos::builtins {

void register_import_export(Registry& r);
void register_wxf(Registry& r);
void register_streams(Registry& r);
void register_stream_read(Registry& r);
void register_stream_write(Registry& r);
void register_save(Registry& r);
void register_file_names(Registry& r);
void register_file_system(Registry& r);

// The formats of Import and Export; each adds rows with register_format (formats.h).
void register_text_formats();
void register_xml_format();
void register_html_format();
void register_table_formats();
void register_json_formats();
void register_wxf_format();
void register_hdf5_format();

void register_files(Registry& r);

}  // namespace lykos::builtins
