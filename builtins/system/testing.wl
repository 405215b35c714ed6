(* testing.wl - VerificationTest, TestCreate, TestReport and the objects they give.

   A test is TestObject[assoc] with all it was given, held, and, once it has run, what came of it. *)
SetAttributes[{verificationTest, testCreate, intermediateTest, make, guarded, wantedMessages, listed}, HoldAllComplete];

defaults = {MemoryConstraint -> Infinity, MetaInformation -> <||>, SameTest -> SameQ, TestID -> None, TimeConstraint -> Infinity};
option[rules_, name_] := Replace[name, Join[rules, limits, defaults]];

limits = {};           (* options of the TestReport that is at work *)
depth = 0;             (* of tests inside tests *)
collected = None;      (* the tests of the TestReport that is at work *)
steps = {};            (* intermediate tests of the test that is running *)
sections = {};         (* True or False for each test section that is open *)
ignored = False;       (* TestIgnore[True] *)

(* The arguments before the options: input, expected, messages. A list of rules is one of these; so is a rule for something else. *)
names = {MemoryConstraint, MetaInformation, SameTest, TestID, TimeConstraint, EquivalenceFunction, MUnit`EquivalenceFunction};
settingQ[HoldForm[(Rule | RuleDelayed)[n_, _]]] := MemberQ[names, Unevaluated[n]] || MemberQ[Map[SymbolName, names], Unevaluated[n]];
settingQ[_] := False;
verificationTest[args__] := ran[VerificationTest, make[VerificationTest, args]];
testCreate[args__] := make[TestCreate, args];
make[head_, args__] := Module[{all = List @@ Map[HoldForm, Hold[args]], count},
  count = Length[all] - LengthWhile[Reverse[Rest[all]], settingQ];
  If[count > 3, Message[head::nonopt, all[[count]], 3, HoldForm[head[args]]]; Return[$Unevaluated, Module]];
  create[head, all[[1]], If[count > 1, all[[2]], HoldForm[True]], If[count > 2, all[[3]], HoldForm[{}]], Map[ReleaseHold, Drop[all, count]]]];

create[head_, input_, expected_, messages_, opts_] := With[{rules = Replace[Flatten[opts], h_[n_String, v_] :> h[Symbol[n], v], {1}]},
  TestObject[<|"Outcome" -> "NotEvaluated", "FailureType" -> None, "TestID" -> identifier[option[rules, TestID]], "TestKey" -> CreateUUID["test-"], "TestFileName" -> fileName[],
    "Input" -> input, "ExpectedOutput" -> expected, "ActualOutput" -> Missing["NotEvaluated"], "ExpectedMessages" -> messages, "ActualMessages" -> Missing["NotEvaluated"],
    "SameTest" -> option[rules, SameTest], "TimeConstraint" -> option[rules, TimeConstraint], "MemoryConstraint" -> option[rules, MemoryConstraint],
    "MetaInformation" -> option[rules, MetaInformation], "AbsoluteTime" -> AbsoluteTime[TimeZone -> 0], "Created" -> DateObject[],
    "AbsoluteTimeUsed" -> Missing["NotEvaluated"], "CPUTimeUsed" -> Missing["NotEvaluated"], "MemoryUsed" -> Missing["NotEvaluated"], "IntermediateTests" -> {}|>]];
identifier[Automatic] := CreateUUID[];
identifier[id_] := id;
fileName[] := If[StringQ[$TestFileName], $TestFileName, None];

(* VerificationTest runs at once; in a section that is off, or after TestIgnore[True], it does nothing. *)
ran[_, $Unevaluated] := $Unevaluated;
ran[_, test_TestObject] := If[collected =!= None && (ignored || MemberQ[sections, False]), Null, With[{done = evaluateTest[test]}, collect[done]; done]];
collect[test_] := If[collected =!= None && depth === 0, AppendTo[collected, test]; notify["TestEvaluated", <|"TestObject" -> test, "Outcome" -> property[test, "Outcome"]|>]];

evaluateTest[TestObject[a_Association]] := Module[{value, status, said, cpu, wall, bytes, expected, outcome, inner},
  {value, status, said, cpu, wall, bytes, inner} = Replace[a["Input"], HoldForm[input_] :> guarded[input, seconds[a["TimeConstraint"]], bytesOf[a["MemoryConstraint"]]]];
  expected = Block[{$Messages = {}, $MessageList = {}}, Replace[a["ExpectedOutput"], HoldForm[e_] :> First[holdValue[e]]]];
  outcome = Which[
    status =!= None, status,
    AnyTrue[inner, property[#, "Outcome"] =!= "Success" &], "IntermediateTestFailure",
    True, compare[a["SameTest"], value, expected, said, a["ExpectedMessages"]]];
  TestObject[Join[a, <|"Outcome" -> Switch[outcome, None, "Success", "SameMessagesFailure", "MessagesFailure", _, "Failure"], "FailureType" -> outcome,
    "ExpectedOutput" -> expected, "ActualOutput" -> value, "ActualMessages" -> said, "AbsoluteTimeUsed" -> Quantity[wall, "Seconds"], "CPUTimeUsed" -> Quantity[cpu, "Seconds"],
    "MemoryUsed" -> Quantity[bytes, "Bytes"], "IntermediateTests" -> inner|>]]];
evaluateTest[other_] := other;

SetAttributes[holdValue, HoldAllComplete];
holdValue[e_] := Replace[CheckAll[e, HoldComplete], {HoldComplete[v_, HoldComplete[]] :> {HoldForm[v], None}, HoldComplete[_, HoldComplete[exit_]] :> {Hold[exit], exitFailure[Hold[exit]]}}];
exitFailure[Hold[_Throw]] := "UncaughtThrowFailure";
exitFailure[_] := "EvaluationAbortedFailure";

seconds[q_Quantity] := QuantityMagnitude[UnitConvert[q, "Seconds"]];
seconds[t_] := t;
bytesOf[q_Quantity] := Round[QuantityMagnitude[UnitConvert[q, "Bytes"]]];
bytesOf[m_] := m;

(* {value, failure type or None, messages, CPU seconds, seconds, bytes, intermediate tests}; nothing is printed *)
guarded[input_, t_, m_] := Block[{$Messages = {}, $MessageList = {}, depth = depth + 1, steps = {}},
  Module[{wall, cpu, bytes, held, said, done},
    {held, said} = RecordMessages[AbsoluteTiming[Timing[bytes = MaxMemoryUsed[
      done = TimeConstrained[MemoryConstrained[holdValue[input], m, exceeded["MemoryConstrained"]], t, exceeded["TimeConstrained"]]]]]];
    {wall, {cpu, bytes}} = First[held];
    Join[done, {said, cpu, wall, bytes, steps}]]];
exceeded[kind_] := {HoldForm[Evaluate[Failure[kind, <|"MessageTemplate" -> If[kind === "TimeConstrained", "The evaluation exceeded the time constraint.", "The evaluation exceeded the memory constraint."], "MessageParameters" -> {}|>]]], kind <> "Failure"};

(* None, or the type of failure: a wrong value comes before wrong messages *)
compare[same_, value_, expected_, said_, wanted_] := Switch[Block[{$Messages = {}, $MessageList = {}}, CheckAbort[Replace[{value, expected}, {_[v_], _[e_]} :> same[v, e]], $Aborted]],
  True, If[MatchQ[said, messagePattern[wanted]] || MatchQ[bare[said], messagePattern[bare[wanted]]], None, "SameMessagesFailure"],
  False, "SameTestFailure",
  _, "SameTestUnevaluated"];

(* what stands in messages may be written without HoldForm *)
bare[messages_] := Replace[messages, HoldForm[e_] :> e, {2, 3}];

(* {f::tag, Message[g::tag, _], f::tag ..} as a pattern for the messages said, in their order *)
messagePattern[HoldForm[{m___}]] := listed[m];
messagePattern[HoldForm[None]] := {};
messagePattern[HoldForm[m_]] := listed[m];
listed[m___] := Map[Replace[#, Hold[e_] :> wantedMessages[e]] &, List @@ Map[Hold, Hold[m]]];
wantedMessages[m_MessageName] := HoldPattern[HoldForm[Message[m, ___]]];
wantedMessages[(Quiet | HoldForm | Hold | HoldComplete)[m_]] := wantedMessages[m];
wantedMessages[m_Message] := HoldPattern[HoldForm[m]];
wantedMessages[Verbatim[Repeated][m_, n___]] := Repeated[wantedMessages[m], n];
wantedMessages[Verbatim[RepeatedNull][m_, n___]] := RepeatedNull[wantedMessages[m], n];
wantedMessages[Verbatim[Alternatives][m__]] := Alternatives @@ listed[m];
wantedMessages[m_] := m;

testEvaluate[test_TestObject] := With[{done = evaluateTest[fresh[test]]}, collect[done]; done];
testEvaluate[a_Association] := testEvaluate[fromAssociation[a]];
testEvaluate[tests_List] := Map[testEvaluate, tests];
testEvaluate[___] := $Unevaluated;
fresh[TestObject[a_Association]] := TestObject[a];
fromAssociation[a_] := With[{given = Join[<|"Input" -> True, "ExpectedOutput" -> True, "ExpectedMessages" -> {}|>, a]},
  TestObject[Join[First[create[TestCreate, hold[given["Input"]], hold[given["ExpectedOutput"]], hold[given["ExpectedMessages"]], {}]], KeyDrop[a, {"Input", "ExpectedOutput", "ExpectedMessages"}]]]];
hold[h_HoldForm] := h;
hold[e_] := HoldForm[e];

(* IntermediateTest[input, expected, ...] inside a test gives the value of input and is a step of the test. *)
intermediateTest[args__] := With[{test = make[IntermediateTest, args]}, If[test === $Unevaluated, $Unevaluated,
  With[{done = evaluateTest[test]}, AppendTo[steps, done]; ReleaseHold[property[done, "ActualOutput"]]]]];

$properties = {"AbsoluteTime", "AbsoluteTimeUsed", "ActualMessages", "ActualOutput", "CPUTimeUsed", "Created", "ExpectedMessages", "ExpectedOutput", "FailureType", "Input", "IntermediateTests", "MemoryConstraint",
  "MemoryUsed", "MetaInformation", "Outcome", "SameTest", "TestCreate", "TestFileName", "TestID", "TestKey", "TimeConstraint", "VerificationTest"};
result[test_, "Properties"] := $properties;
result[test_, p_String] := property[test, p];
result[test_, ps : {___String}] := AssociationMap[property[test, #] &, ps];
result[test_, All] := result[test, $properties];
result[___] := $Unevaluated;
property[TestObject[a_Association], p : "TestCreate" | "VerificationTest"] := With[{head = If[p === "TestCreate", TestCreate, VerificationTest], rules = DeleteCases[Map[# -> a[ToString[#]] &, {SameTest, TestID, TimeConstraint, MemoryConstraint, MetaInformation}], Alternatives @@ defaults]},
  Replace[{a["Input"], a["ExpectedOutput"], a["ExpectedMessages"]}, {HoldForm[i_], _[e_], HoldForm[m_]} :> Replace[rules, {r___} :> HoldForm[head[i, e, m, r]]]]];
property[TestObject[a_Association], p_] := Lookup[a, p, Missing["KeyAbsent", p]];

(* ---- reports *)
testReport[tests : {(_TestObject | _String | _File | _Association) ...}, o___] := reportOn[tests, {o}];
testReport[test : _TestObject | _String | _File, o___] := reportOn[{test}, {o}];
testReport[___] := $Unevaluated;
reportOn[items_, opts_] := Module[{files = Cases[items, _String | _File], failures = {}, tests, handlers, title, wall},
  If[! AllTrue[files, FileExistsQ], Message[TestReport::nofile, First[Select[files, ! FileExistsQ[#] &]]]; Return[$Failed, Module]];
  handlers = Replace[HandlerFunctions, Append[Flatten[opts], HandlerFunctions -> <||>]];
  title = Replace[Title, Append[Flatten[opts], Title -> Automatic]];
  {wall, tests} = AbsoluteTiming[Block[{limits = Cases[Flatten[opts], HoldPattern[(TimeConstraint | MemoryConstraint | SameTest) -> _]], collected = {}, depth = 0, eventHandlers = handlers},
    notify["ReportStarted", <||>];
    Scan[reportItem[#, Function[f, AppendTo[failures, f]]] &, items];
    collected]];
  If[title === Automatic, title = If[Length[files] === 1 && Length[items] === 1, "Test Report: " <> FileNameTake[first[files]], "Test Report"]];
  With[{report = TestReportObject[<|"Title" -> title, "Results" -> tests, "RuntimeFailures" -> failures, "TimeElapsed" -> Quantity[wall, "Seconds"]|>]},
    notifyWith[handlers, "ReportCompleted", <|"TestReportObject" -> report|>];
    report]];
first[{File[f_], ___}] := f;
first[{f_, ___}] := f;

reportItem[test_TestObject, _] := With[{done = If[property[test, "Outcome"] === "NotEvaluated", evaluateTest[test], test]}, collect[done]];
reportItem[a_Association, f_] := reportItem[fromAssociation[a], f];
reportItem[file_, fail_] := Block[{sections = {}, ignored = False, $TestFileName = ExpandFileName[first[{file}]], $ContextPath = Prepend[DeleteCases[$ContextPath, "MUnit`"], "MUnit`"]},
  notify["FileStarted", <|"TestFileName" -> $TestFileName|>];
  If[ReadSource[$TestFileName, evaluateHeld] === $Failed, Message[TestReport::rnterr, "Syntax error reading: " <> $TestFileName];
    fail[Failure["TestReportFailure", <|"MessageTemplate" :> TestReport::rnterr, "MessageParameters" -> {"Syntax error reading: " <> $TestFileName}, "Level" -> "Fatal"|>]]];
  notify["FileCompleted", <|"TestFileName" -> $TestFileName|>]];
(* tests that an expression of a file gives without having run them *)
evaluateHeld[HoldComplete[e_]] := With[{value = e}, Scan[reportItem[#, Null] &, Cases[{value}, test_TestObject /; property[test, "Outcome"] === "NotEvaluated", {1, 2}]]; Null];

eventHandlers = <||>;
notify[event_, data_] := notifyWith[eventHandlers, event, data];
notifyWith[handlers_, event_, data_] := If[AssociationQ[handlers] && KeyExistsQ[handlers, event], handlers[event][Join[<|"EventName" -> event|>, data]]];

$reportProperties = {"Title", "Results", "ResultsDataset", "ResultsByOutcome", "ResultsByTestFileName", "ResultsByTestID", "RuntimeFailures", "ReportSucceeded", "MemoryUsed", "CPUTimeUsed", "AbsoluteTimeUsed"};
reported[r_, "Properties"] := $reportProperties;
reported[r_, p_String] := reportProperty[r, p];
reported[r_, ps : {___String}] := AssociationMap[reportProperty[r, #] &, ps];
reported[___] := $Unevaluated;
with[TestReportObject[a_Association], outcome_] := Select[a["Results"], property[#, "Outcome"] === outcome &];
numbered[r : TestReportObject[a_Association], outcomes_] := With[{tests = a["Results"][[positions[r, outcomes]]]}, AssociationThread[keys[tests], tests]];
positions[TestReportObject[a_Association], outcomes_] := Flatten[Position[Map[property[#, "Outcome"] &, a["Results"]], outcomes, {1}]];
total[TestReportObject[a_Association], p_, unit_] := Quantity[Total[Cases[Map[property[#, p] &, a["Results"]], q_Quantity :> QuantityMagnitude[q, unit]]], unit];
$groups = <|"TestsSucceeded" -> "Success", "TestsFailedWrongResults" -> "Failure", "TestsFailedWithMessages" -> "MessagesFailure", "TestsFailedWithErrors" -> "Error", "TestsNotEvaluated" -> "NotEvaluated"|>;
$failed = "Failure" | "MessagesFailure" | "Error";
reportProperty[TestReportObject[a_Association], p : "Title" | "Results" | "RuntimeFailures" | "TimeElapsed"] := a[p];
reportProperty[TestReportObject[a_Association], "TestResults"] := AssociationThread[keys[a["Results"]], a["Results"]];
keys[tests_] := Map[property[#, "TestKey"] &, tests];
reportProperty[TestReportObject[a_Association], "ResultsDataset"] := Dataset[Map[result[#, {"TestID", "Outcome", "Input", "ExpectedOutput", "ActualOutput", "ExpectedMessages", "ActualMessages"}] &, a["Results"]]];
reportProperty[r_, "ResultsByOutcome"] := AssociationMap[with[r, #] &, {"Success", "MessagesFailure", "Failure", "NotEvaluated"}];
reportProperty[TestReportObject[a_Association], "ResultsByTestFileName"] := GroupBy[a["Results"], property[#, "TestFileName"] &];
reportProperty[TestReportObject[a_Association], "ResultsByTestID"] := GroupBy[a["Results"], property[#, "TestID"] &];
reportProperty[r : TestReportObject[a_Association], "ReportSucceeded" | "AllTestsSucceeded"] := AllTrue[a["Results"], property[#, "Outcome"] === "Success" &];
reportProperty[r_, "Aborted"] := False;
reportProperty[r_, "MemoryUsed"] := total[r, "MemoryUsed", "Bytes"];
reportProperty[r_, "CPUTimeUsed"] := total[r, "CPUTimeUsed", "Seconds"];
reportProperty[r_, "AbsoluteTimeUsed"] := total[r, "AbsoluteTimeUsed", "Seconds"];
reportProperty[r_, "TestsFailed"] := AssociationMap[reportProperty[r, #] &, {"TestsFailedWrongResults", "TestsFailedWithMessages", "TestsFailedWithErrors"}];
reportProperty[r_, "TestsFailedCount"] := Length[positions[r, $failed]];
reportProperty[r_, "TestsFailedIndices"] := positions[r, $failed];
reportProperty[r_, p_String] := With[{group = StringDelete[p, ("Count" | "Indices" | "Keys") ~~ EndOfString]}, Which[
  ! KeyExistsQ[$groups, group], Missing["KeyAbsent", p],
  StringEndsQ[p, "Count"], Length[positions[r, $groups[group]]],
  StringEndsQ[p, "Indices"], positions[r, $groups[group]],
  StringEndsQ[p, "Keys"], Keys[numbered[r, $groups[group]]],
  True, numbered[r, $groups[group]]]];

(* ---- MUnit`: sections, and the older names of tests *)
(* Test[input, expected, messages, EquivalenceFunction -> f] and its kin, of the test files of Workbench *)
SetAttributes[{test, testMatch, testStringMatch, testFree, testStringFree, testTrue, testFalse, older}, HoldAllComplete];
test[args__] := older[SameQ, args];
testMatch[args__] := older[MatchQ, args];
testStringMatch[args__] := older[StringMatchQ, args];
testFree[args__] := older[FreeQ, args];
testStringFree[args__] := older[StringFreeQ, args];
older[same_, args__] := With[{made = make[VerificationTest, args]}, ran[VerificationTest, If[made === $Unevaluated, $Unevaluated, withSameTest[made, same, {args}]]]];
SetAttributes[withSameTest, HoldRest];
withSameTest[TestObject[a_Association], same_, args_] := With[{given = Cases[Unevaluated[args], HoldPattern[(Rule | RuleDelayed)[EquivalenceFunction | MUnit`EquivalenceFunction | SameTest, f_]] :> f, {1}]},
  TestObject[Append[a, "SameTest" -> If[given === {}, same, First[given]]]]];
beginTestSection[_, on_ : True] := (If[collected =!= None, AppendTo[sections, TrueQ[on]]]; Null);
endTestSection[] := (If[sections =!= {}, sections = Most[sections]]; Null);
testIgnore[on_] := (If[TrueQ[on], ignored = True]; Null);

(* ---- tests from the command line: the number of failures, which are printed *)
runFiles[files_List] := Total[Map[runFile, files]];
runFile[file_] := With[{report = testReport[file]}, If[Head[report] =!= TestReportObject, 1,
  Print[reportProperty[report, "Title"]];
  Scan[printFailure, Select[reportProperty[report, "Results"], property[#, "Outcome"] =!= "Success" &]];
  With[{count = Length[reportProperty[report, "Results"]], failed = reportProperty[report, "TestsFailedCount"]},
    Print["  ", count, If[count === 1, " test, ", " tests, "], count - failed, " succeeded, ", failed, " failed, ", ToString[Round[QuantityMagnitude[reportProperty[report, "TimeElapsed"]], 0.01]], " s"];
    failed + Length[reportProperty[report, "RuntimeFailures"]]]]];
printFailure[test_] := (Print["  failed: ", property[test, "TestID"], " (", property[test, "FailureType"], ")"];
  Print["    input:    ", text[property[test, "Input"]]];
  Print["    expected: ", text[property[test, "ExpectedOutput"]]];
  Print["    actual:   ", text[property[test, "ActualOutput"]]];
  If[property[test, "FailureType"] === "SameMessagesFailure", Print["    expected messages: ", text[property[test, "ExpectedMessages"]]]];
  If[MatchQ[property[test, "ActualMessages"], {__}], Print["    messages: ", StringRiffle[Map[text, property[test, "ActualMessages"]], ", "]]]);
text[_[e_]] := ToString[Unevaluated[e], InputForm];
text[e_] := ToString[e, InputForm];

(* what is printed: the outcome and the name, or the counts *)
Format[TestObject[a_Association]] := "TestObject[Outcome: " <> a["Outcome"] <> ", Test ID: " <> ToString[a["TestID"]] <> "]";
Format[r : TestReportObject[a_Association]] := "TestReportObject[Title: " <> ToString[a["Title"]] <> ", Tests: " <> ToString[Length[a["Results"]]] <> ", Succeeded: " <> ToString[reportProperty[r, "TestsSucceededCount"]] <> "]";
