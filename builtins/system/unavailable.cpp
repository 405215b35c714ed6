// unavailable.cpp - functions of the language that need what this program does not have: a notebook interface, a network, programs joined by
// links. They say so and give $Failed, so that a script stops where it would have gone wrong and not later.
#include <unistd.h>

#include <string_view>
#include <vector>

#include "builtins/library.h"
#include "builtins/support.h"
#include "builtins/system/register.h"
#include "evaluator/messages.h"

namespace lykos::builtins {
namespace {

// ---- a notebook interface; the message is the original's

MaybeExpr needs_front_end(Call&) {
  message(Expr::symbol("FrontEndObject"), "notavail", {});
  return failed();
}

constexpr std::string_view kFrontEnd[] = {
    "CopyToClipboard", "FrontEndExecute", "FrontEndTokenExecute", "NotebookDirectory", "NotebookFileName", "NotebookPut", "NotebookOpen", "NotebookGet",
    "NotebookWrite", "NotebookRead", "NotebookSave", "NotebookClose", "NotebookPrint", "NotebookEvaluate", "NotebookFind", "NotebookLocate",
    "NotebookDelete", "NotebookApply", "NotebookSelection", "NotebookInformation", "EvaluationNotebook", "InputNotebook", "SelectedNotebook",
    "ButtonNotebook", "ParentNotebook", "EvaluationCell", "EvaluationBox", "ParentCell", "ParentBox", "PreviousCell", "NextCell", "SelectedCells",
    "Cells", "SetSelectedNotebook", "SelectionMove", "SelectionEvaluate", "SelectionEvaluateCreateCell", "SelectionAnimate", "CreateDialog",
    "CreateDocument", "CreateNotebook", "CreateWindow", "CreatePalette", "MessageDialog", "ChoiceDialog", "DialogInput", "DialogReturn",
    "SystemDialogInput", "SetFileLoadingContext", "ClipboardNotebook", "MessagesNotebook", "HelpBrowserLookup", "CellPrint"};
constexpr std::string_view kHoldingFrontEnd[] = {"CurrentValue", "AbsoluteCurrentValue"};

// ---- a network

MaybeExpr needs_network(Call& call) {
  call.message("nonet", {call.head()});
  return failed();
}

constexpr MessageTexts kNoNetwork = {{"nonet", "`1` needs network access, which this program does not have."}};
constexpr std::string_view kNetwork[] = {
    "URLRead", "URLFetch", "URLExecute", "URLDownload", "URLSubmit", "URLSave", "URLFetchAsynchronous", "URLSaveAsynchronous", "URLDownloadSubmit",
    "ResourceFunction", "ResourceObject", "ResourceData", "ResourceSearch", "ResourceSubmit", "ResourceUpdate", "ResourceRegister", "CloudConnect", "CloudDisconnect",
    "CloudGet", "CloudPut", "CloudSave", "CloudSymbol", "CloudObject", "CloudObjects", "CloudDeploy", "CloudEvaluate", "CloudSubmit", "CloudImport",
    "CloudExport", "CloudPublish", "CloudShare", "CloudUnshare", "CloudFunction", "CloudExpression", "CreateCloudExpression", "CopyFileToCloud", "ServiceConnect",
    "ServiceDisconnect", "ServiceExecute", "ServiceSubmit", "ServiceRequest", "WolframAlpha", "SendMail", "SendMessage", "MailServerConnect", "Databin",
    "CreateDatabin", "DatabinAdd", "DatabinUpload", "WebSearch", "WebImageSearch", "WebImage", "PacletInstall", "PacletInstallSubmit", "PacletUpdate", "PacletSiteUpdate",
    "PacletFindRemote", "PacletSiteRegister", "StartWebSession", "WebExecute", "SocketConnect", "SocketOpen", "SocketListen", "RemoteConnect", "RemoteRunProcess", "ChannelListen",
    "ChannelSend", "CreateChannel", "PingTime", "HostLookup", "TimeServerSynchronize"};

// ---- links and compiled libraries

MaybeExpr needs_links(Call& call) {
  call.message("nolink", {call.head()});
  return failed();
}
constexpr MessageTexts kNoLinks = {{"nolink", "`1` needs programs that are joined by links, and there are none."}};
constexpr std::string_view kLinks[] = {"Install", "Uninstall", "LinkOpen", "LinkCreate", "LinkLaunch", "LinkConnect", "InstallJava", "InstallNET", "InstallR"};

// LinkRead[link], LinkWrite[link, expr] ...: nothing is a link.
MaybeExpr takes_link(Call& call) {
  if (call.size() == 0) return std::nullopt;
  message(Expr::symbol("LinkObject"), "linkv", {Expr::integer(1), make_normal(sym::HoldForm, {call.expr()})});
  return failed();
}
constexpr std::string_view kLinkUsers[] = {"LinkRead", "LinkWrite", "LinkWriteHeld", "LinkReadHeld", "LinkReadyQ", "LinkActivate", "LinkClose", "LinkInterrupt", "LinkError", "LinkFlush", "LinkPatterns", "ExternalCall"};

MaybeExpr builtin_LibraryFunctionLoad(Call& call) {
  message(Expr::symbol("LibraryFunction"), "noopen", {call.arg(0)});
  return failed();
}
MaybeExpr builtin_FindLibrary(Call& call) {
  if (!call.arg(0).is_string()) return call.message("string", {Expr::integer(1), call.expr()});
  return failed();
}
MaybeExpr builtin_Links(Call&) { return make_list({}); }
Expr no_list() { return make_list({}); }

// Beep[]: the bell of the terminal.
MaybeExpr builtin_Beep(Call&) {
  if (isatty(STDOUT_FILENO) != 0 && ::write(STDOUT_FILENO, "\a", 1) < 0) return std::nullopt;
  return Expr();
}

// UsingFrontEnd[expr] evaluates expr; what in it needs the interface says so itself.
MaybeExpr builtin_UsingFrontEnd(Call& call) { return evaluate(call.arg(0)); }
// Setting[expr]: the current values of what is dynamic in it.
MaybeExpr builtin_Setting(Call& call) { return call_library(call, "system/interface", "setting"); }
MaybeExpr builtin_SystemOptions(Call& call) { return call_library(call, "system/system_options", "systemOptions"); }
MaybeExpr builtin_SetSystemOptions(Call& call) { return call_library(call, "system/system_options", "setSystemOptions"); }
// CompressedData["1:..."]: the expression that Compress packed.
MaybeExpr builtin_CompressedData(Call& call) {
  if (!call.arg(0).is_string()) return std::nullopt;
  return evaluate(make_normal(Expr::symbol("Uncompress"), {call.arg(0)}));
}

constexpr Builtin kBuiltins[] = {
    {.name = "FrontEndObject", .usage = "FrontEndObject[link] represents a notebook interface, of which there is none.",
     .messages = {{"notavail", "A front end is not available; certain operations require a front end."}}},
    {.name = "LinkObject", .usage = "LinkObject[\"name\", n] represents a connection to another program, of which there is none.",
     .messages = {{"linkv", "Argument `1` in `2` is not a valid LinkObject."}}},
    {.name = "Links", .fn = builtin_Links, .arity = between(0, 1), .usage = "Links[] gives the list of open links to programs: none."},
    {.name = "LibraryFunction", .usage = "LibraryFunction[args] represents a function of a compiled library, of which none can be loaded.",
     .messages = {{"noopen", "The library `1` cannot be opened: this program loads no compiled libraries."}}},
    {.name = "LibraryFunctionLoad", .fn = builtin_LibraryFunctionLoad, .arity = between(2, 4),
     .usage = "LibraryFunctionLoad[lib, fun, argtypes, rettype] fails: this program loads no compiled libraries."},
    {.name = "LibraryLoad", .fn = builtin_LibraryFunctionLoad, .arity = exactly(1), .usage = "LibraryLoad[lib] fails: this program loads no compiled libraries."},
    {.name = "LibraryUnload", .fn = builtin_LibraryFunctionLoad, .arity = exactly(1), .usage = "LibraryUnload[lib] fails: this program loads no compiled libraries."},
    {.name = "LibraryFunctionUnload", .fn = builtin_LibraryFunctionLoad, .arity = exactly(1),
     .usage = "LibraryFunctionUnload[f] fails: this program loads no compiled libraries."},
    {.name = "FindLibrary", .fn = builtin_FindLibrary, .arity = exactly(1), .usage = "FindLibrary[\"lib\"] gives the file of a compiled library, $Failed as there is none."},
    {.name = "$LibraryPath", .attributes = kNoAttributes, .usage = "$LibraryPath gives the list of directories to search for compiled libraries.", .value = no_list},
    {.name = "Beep", .fn = builtin_Beep, .arity = exactly(0), .usage = "Beep[] sounds the bell of the terminal, if there is one."},
    {.name = "UsingFrontEnd", .fn = builtin_UsingFrontEnd, .arity = exactly(1), .attributes = kHoldFirst | kProtected | kReadProtected,
     .usage = "UsingFrontEnd[expr] evaluates expr. There is no notebook interface; what needs one says so."},
    {.name = "Setting", .fn = builtin_Setting, .arity = exactly(1), .attributes = kProtected | kReadProtected,
     .usage = "Setting[expr] gives expr with every Dynamic object in it replaced by its current value."},
    {.name = "SystemOptions", .fn = builtin_SystemOptions, .arity = between(0, 1),
     .usage = "SystemOptions[] gives the settings of system options.\nSystemOptions[\"name\"] gives those of a group; the name may be a pattern with *.\n"
              "SystemOptions[\"group\" -> \"name\"] gives one of a group.\n"
              "The settings are kept for programs that set and restore them; they do not change how this program evaluates.",
     .messages = {{"notfound", "There is no system option `1`."}}},
    {.name = "SetSystemOptions", .fn = builtin_SetSystemOptions, .arity = at_least(1),
     .usage = "SetSystemOptions[\"name\" -> value] sets a system option.\nSetSystemOptions[\"group\" -> {\"name\" -> value, ...}] sets some of a group.",
     .messages = {{"notfound", "There is no system option `1`."}, {"rep", "`1` is not a valid replacement rule."}}},
    {.name = "CompressedData", .fn = builtin_CompressedData, .arity = exactly(1), .usage = "CompressedData[\"string\"] in the code of a notebook is the expression that the string was made from by Compress."},
};

}  // namespace

void register_unavailable(Registry& r) {
  r.add(kBuiltins);
  static const std::vector<Builtin> rows = [] {
    std::vector<Builtin> all;
    for (const std::string_view name : kFrontEnd)
      all.push_back({.name = name.data(), .fn = needs_front_end, .usage = "This function works with a notebook interface, which this program does not have."});
    for (const std::string_view name : kHoldingFrontEnd)
      all.push_back({.name = name.data(), .fn = needs_front_end, .attributes = kHoldFirst | kProtected | kReadProtected,
                     .usage = "This function works with a notebook interface, which this program does not have."});
    for (const std::string_view name : kNetwork)
      all.push_back({.name = name.data(), .fn = needs_network, .usage = "This function needs network access, which this program does not have.", .messages = kNoNetwork});
    for (const std::string_view name : kLinks)
      all.push_back({.name = name.data(), .fn = needs_links, .usage = "This function starts or joins other programs by links, which this program does not have.", .messages = kNoLinks});
    for (const std::string_view name : kLinkUsers)
      all.push_back({.name = name.data(), .fn = takes_link, .usage = "This function works with a link to another program, which this program does not have."});
    return all;
  }();
  r.add(rows);
}

}  // namespace lykos::builtins
