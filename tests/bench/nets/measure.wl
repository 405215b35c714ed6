(* measureNet[net, dimensions, classes, batch, trainingBatches, evaluations] prints nanoseconds for one training step, for the evaluation of
   a batch and for that of one example, in the lines that nets.py reads. With the script arguments "export" FOLDER it writes the arrays of the
   initialised net, an input and the result there instead, for the PyTorch side to compare.

   A first short training and a first evaluation fill the caches of compiled programs, so that set-up is not counted. The median of a few
   rounds of evaluation is taken, for one disturbed round should not decide. With no classes, the net's own output "Loss" is trained. *)
measureNet[net_, dimensions_, classes_, batch_, trainingBatches_, evaluations_, outputs_ : Automatic] :=
  If[Length[$ScriptCommandLine] > 2 && $ScriptCommandLine[[2]] === "export",
    exportNet[net, dimensions, $ScriptCommandLine[[3]], outputs],
    Module[{stored = 8, inputs, data, train, results, trained, round},
      inputs = NumericArray[RandomReal[{-1, 1}, Prepend[dimensions, stored batch]], "Real32"];
      data = If[classes === 0, <|"Input" -> inputs|>, <|"Input" -> inputs, "Output" -> RandomInteger[{1, classes}, stored batch]|>];
      train[start_, batches_] := NetTrain[start, data, All, BatchSize -> batch, MaxTrainingRounds -> Ceiling[batches/stored],
        Method -> "ADAM", LossFunction -> If[classes === 0, "Loss", CrossEntropyLossLayer["Index"]], TrainingProgressReporting -> None];
      train[net, stored];
      results = train[net, trainingBatches];
      Print["train ", Round[10^9 results["TotalTrainingTime"]/results["TotalBatches"]]];
      trained = results["TrainedNet"];
      If[outputs =!= Automatic, trained = outputs[trained]];
      measureEvaluation[trained, dimensions, batch, evaluations]]];

measureEvaluation[net_, dimensions_, batch_, evaluations_] :=
  Module[{oneBatch, oneExample, round},
    oneBatch = NumericArray[RandomReal[{-1, 1}, Prepend[dimensions, batch]], "Real32"];
    oneExample = NumericArray[RandomReal[{-1, 1}, dimensions], "Real32"];
    round[x_, n_] := Round[10^9 First[AbsoluteTiming[Do[net[x], {n}]]]/n];
    round[oneBatch, 2];
    Print["evaluate ", Sort[Table[round[oneBatch, evaluations], {5}]][[3]]];
    round[oneExample, 10];
    Print["one ", Sort[Table[round[oneExample, 20 evaluations], {5}]][[3]]]];

(* Arrays are written layer by layer, with a table of their places; moving averages get values of their own, lest 0 and 1 hide a mistake. *)
exportNet[start_, dimensions_, folder_, outputs_] :=
  Module[{net, arrays, input, stream, write},
    net = NetInitialize[start, RandomSeeding -> 7];
    arrays = Information[net, "Arrays"];
    net = NetReplacePart[net, KeyValueMap[#1 -> Switch[Last[#1], "MovingMean", RandomReal[{-0.2, 0.2}, Dimensions[#2]],
      "MovingVariance", RandomReal[{0.5, 1.5}, Dimensions[#2]], _, #2] &, arrays]];
    arrays = Information[net, "Arrays"];
    write[file_, values_] := (stream = OpenWrite[FileNameJoin[{folder, file}], BinaryFormat -> True]; BinaryWrite[stream, values, "Real32"]; Close[stream]);
    write["arrays.bin", Flatten[Normal /@ Values[arrays]]];
    Export[FileNameJoin[{folder, "arrays.json"}], KeyValueMap[<|"path" -> #1, "layer" -> ToString[Head[layerAt[net, Most[#1]]]], "dimensions" -> Dimensions[#2]|> &, arrays]];
    If[outputs =!= Automatic, net = outputs[net]];
    input = RandomReal[{-1, 1}, Prepend[dimensions, 4]];
    write["input.bin", Flatten[input]];
    write["output.bin", Flatten[net[input]]]];

layerAt[net_, {}] := net;
layerAt[net_, path_] := NetExtract[net, path];
