(* testing.wl - VerificationTest, TestReport and the objects they give. *)
SetAttributes[{verificationTest, run}, HoldAllComplete];

option[rules_, name_, default_] := Replace[name, Append[rules, name -> default]];
verificationTest[input_, o : OptionsPattern[]] := run[input, True, {}, {o}];
verificationTest[input_, expected : Except[_Rule | _RuleDelayed], o : OptionsPattern[]] := run[input, expected, {}, {o}];
verificationTest[input_, expected : Except[_Rule | _RuleDelayed], messages : Except[_Rule | _RuleDelayed], o : OptionsPattern[]] := run[input, expected, messages, {o}];
verificationTest[___] := $Unevaluated;
(* messages are kept from the screen and remembered; a wanted list of them is held, as are the names *)
run[input_, expected_, messages_, opts_] := Module[{rules = Flatten[opts], value, want, said, start = AbsoluteTime[], cpu, same, outcome, wanted, id},
  {cpu, value, said} = Block[{$MessageList = {}}, Module[{t}, t = Quiet[Timing[CheckAbort[input, $Aborted]]]; {First[t], Last[t], $MessageList}]];
  want = expected;
  wanted = Replace[Hold[messages], {Hold[{}] :> {}, Hold[{m___}] :> List @@ Map[HoldForm, Hold[m]], Hold[None] :> {}, Hold[m_] :> {HoldForm[m]}}];
  same = option[rules, SameTest, SameQ];
  outcome = Which[! TrueQ[same[value, want]], "Failure", wanted =!= said, "MessagesFailure", True, "Success"];
  id = option[rules, TestID, None];
  TestResultObject[<|"TestIndex" -> (counter = counter + 1), "TestID" -> id, "Outcome" -> outcome, "Input" -> HoldForm[input], "ExpectedOutput" -> HoldForm[Evaluate[want]], "ActualOutput" -> HoldForm[Evaluate[value]],
     "ExpectedMessages" -> wanted, "ActualMessages" -> said, "AbsoluteTimeUsed" -> AbsoluteTime[] - start, "CPUTimeUsed" -> cpu|>]];
counter = 0;
result[TestResultObject[a_Association], "Properties"] := Keys[a];
result[TestResultObject[a_Association], p_String] := If[KeyExistsQ[a, p], a[p], Missing["KeyAbsent", p]];
result[TestResultObject[a_Association], ps : {__String}] := Map[result[TestResultObject[a], #] &, ps];
result[___] := $Unevaluated;

(* TestReport[{test, ...}], TestReport["file"]: a file is read expression by expression *)
testReport[tests : {___TestResultObject}, o___] := report[tests];
testReport[test_TestResultObject, o___] := report[{test}];
testReport[file_String, o___] := Module[{l}, If[! FileExistsQ[file], Message[TestReport::nofile, file]; Return[$Failed]]; l = ReadList[file, Expression]; report[Cases[Flatten[l], _TestResultObject]]];
testReport[File[f_String], o___] := testReport[f, o];
testReport[___] := $Unevaluated;
report[tests_] := With[{by = Function[o, Association[MapIndexed[If[#1["Outcome"] === o, First[#2] -> #1, Nothing] &, tests]]]},
  TestReportObject[<|"TestResults" -> Association[MapIndexed[First[#2] -> #1 &, tests]], "TestsSucceeded" -> by["Success"], "TestsFailedWrongResults" -> by["Failure"], "TestsFailedWithMessages" -> by["MessagesFailure"],
     "TestsSucceededCount" -> Length[by["Success"]], "TestsFailedCount" -> Length[tests] - Length[by["Success"]], "AllTestsSucceeded" -> Length[by["Success"]] === Length[tests], "TimeElapsed" -> Total[Map[#["AbsoluteTimeUsed"] &, tests]]|>]];
reported[TestReportObject[a_Association], "Properties"] := Keys[a];
reported[TestReportObject[a_Association], p_String] := If[KeyExistsQ[a, p], a[p], Missing["KeyAbsent", p]];
reported[___] := $Unevaluated;
