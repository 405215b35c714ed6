// interactive.h - the session at a terminal.
#pragma once

#include "repl/session.h"

namespace lykos {

struct InteractiveOptions {
  bool banner = true;
  bool labels = true;       // In[n]:= and Out[n]=
  bool line_editor = true;
  bool transcript = false;  // print in golden-page marks
};
int run_interactive(Session& session, const InteractiveOptions& options);

}  // namespace lykos
