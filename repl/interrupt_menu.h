// interrupt_menu.h - what Ctrl-C asks in a session: abort, continue, exit, inspect, show.
#pragma once

#include <string>

#include "repl/line_editor.h"
#include "repl/session.h"

namespace lykos {

/// Installs the menu as what interrupts do while this session evaluates. Both must outlive the process's evaluations.
void install_interrupt_menu(Session& session, LineEditor& editor);
/// The input being evaluated: what "show" shows between two steps.
void set_menu_input(const std::string& text);

}  // namespace lykos
