(* system_options.wl - SystemOptions and SetSystemOptions: groups of settings that programs read, set and restore. *)

(* Names and first values as the original's kernel reports them. *)
options = <|
  "CatchMachineUnderflow" -> True,
  "CheckMachineUnderflow" -> True,
  "CompileOptions" -> {"ApplyCompileLength" -> Infinity, "ArrayCompileLength" -> 250, "AutoCompileAllowCoercion" -> False,
    "AutoCompileProtectValues" -> False, "AutomaticCompile" -> False, "BinaryTensorArithmetic" -> False, "CompileAllowCoercion" -> True,
    "CompileConfirmInitializedVariables" -> True, "CompileDynamicScoping" -> False, "CompileEvaluateConstants" -> True,
    "CompileOptimizeRegisters" -> False, "CompileParallelizationThreshold" -> 10, "CompileReportCoercion" -> False,
    "CompileReportExternal" -> False, "CompileReportFailure" -> False, "CompileValuesLast" -> True, "FoldCompileLength" -> 100,
    "InternalCompileMessages" -> False, "ListableFunctionCompileLength" -> 250, "MapCompileLength" -> 100, "NestCompileLength" -> 100,
    "NumericalAllowExternal" -> False, "ProductCompileLength" -> 250, "ReuseTensorRegisters" -> True, "SumCompileLength" -> 250,
    "SystemCompileOptimizations" -> All, "TableCompileLength" -> 250},
  "DifferentiationOptions" -> {"AlwaysThreadGradients" -> False, "DifferentiateHeads" -> True, "DifferentiationArraySimplification" -> False,
    "ExcludedFunctions" -> {Hold, HoldComplete, Less, LessEqual, Greater, GreaterEqual, Inequality, Unequal, Nand, Nor, Xor, Not, Element, Exists, ForAll,
      Implies, Positive, Negative, NonPositive, NonNegative}, "ExitOnFailure" -> False, "HighestSymbolicOrder" -> 1000, "SymbolicAutomaticDifferentiation" -> True},
  "LinearAlgebraOptions" -> {},
  "PackedArrayOptions" -> {"ListableAutoPackLength" -> 250, "PackedRange" -> True, "UnpackMessage" -> False},
  "ParallelOptions" -> {"AbortPause" -> 2., "BusyWait" -> 0.01, "MathLinkTimeout" -> 15., "ParallelThreadNumber" -> $ProcessorCount,
    "MKLThreadNumber" -> $ProcessorCount},
  "ReduceOptions" -> {"ADDSolveLength" -> Infinity, "ADDTrySolving" -> Infinity},
  "SeriesOptions" -> {},
  "SimplificationOptions" -> {"AssumptionsMaxNonlinearVariables" -> 4, "AssumptionsMaxVariables" -> 21, "AutosimplifyTrigs" -> True,
    "AutosimplifyTwoArgumentLog" -> True, "FiniteSumMaxTerms" -> 30, "FunctionExpandMaxSteps" -> 15, "ListableFirst" -> True, "RestartELProver" -> False,
    "SimplifyMaxExponents" -> 100, "SimplifyToPiecewise" -> True},
  "SparseArrayOptions" -> {"TreatRepeatedEntries" -> First},
  "SymbolicProductThreshold" -> 1000000,
  "SymbolicSumThreshold" -> 1000000|>

groupQ[name_] := ListQ[options[name]]
complain[symbol_, name_] := (Message[MessageName[symbol, "notfound"], name]; $Failed)

systemOptions[] := Normal[options]
systemOptions[name_String] := With[{found = Select[Keys[options], StringMatchQ[#, name] &]},
  If[found === {}, complain[SystemOptions, name], Map[# -> options[#] &, found]]]
systemOptions[group_String -> name_String] := If[groupQ[group] && MemberQ[options[group], name -> _],
  {group -> Select[options[group], First[#] === name &]}, complain[SystemOptions, group -> name]]
systemOptions[group_String -> names_List] := With[{one = Map[systemOptions[group -> #] &, names]},
  If[MemberQ[one, $Failed], $Failed, {group -> Flatten[one[[All, 1, 2]]]}]]
systemOptions[___] := $Unevaluated

setSystemOptions[rule_] := setOne[rule]
setSystemOptions[rules__] := Map[setOne, {rules}]

setOne[rules : {___Rule}] := Map[setOne, rules]
setOne[group_String -> values : {___Rule}] := Which[
  !groupQ[group], complain[SetSystemOptions, group],
  !SubsetQ[options[group][[All, 1]], values[[All, 1]]],
    complain[SetSystemOptions, group -> First[Complement[values[[All, 1]], options[group][[All, 1]]]]],
  True, options[group] = Normal[Association[options[group], values]]; group -> options[group]]
setOne[group_String -> (name_String -> value_)] := setOne[group -> {name -> value}]
setOne[name_String -> value_] := If[!KeyExistsQ[options, name] || groupQ[name], complain[SetSystemOptions, name], options[name] = value; name -> value]
setOne[other_] := (Message[SetSystemOptions::rep, other]; $Unevaluated)
