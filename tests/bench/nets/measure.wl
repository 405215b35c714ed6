(* measureNet[net, dimensions, classes, batch, trainingBatches, evaluations] prints nanoseconds for one training step, for the evaluation of
   a batch and for that of one example, in the lines that nets.py reads.

   A first short training and a first evaluation fill the caches of compiled programs, so that set-up is not counted. The median of a few
   rounds of evaluation is taken, for one disturbed round should not decide. *)
measureNet[net_, dimensions_, classes_, batch_, trainingBatches_, evaluations_] :=
  Module[{stored = 8, inputs, classesOfInputs, data, train, results, trained, oneBatch, oneExample, round},
    inputs = NumericArray[RandomReal[{-1, 1}, Prepend[dimensions, stored batch]], "Real32"];
    classesOfInputs = RandomInteger[{1, classes}, stored batch];
    data = <|"Input" -> inputs, "Output" -> classesOfInputs|>;
    train[start_, batches_] := NetTrain[start, data, All, BatchSize -> batch, MaxTrainingRounds -> Ceiling[batches/stored],
      Method -> "ADAM", LossFunction -> CrossEntropyLossLayer["Index"], TrainingProgressReporting -> None];
    train[net, stored];
    results = train[net, trainingBatches];
    Print["train ", Round[10^9 results["TotalTrainingTime"]/results["TotalBatches"]]];
    trained = results["TrainedNet"];
    oneBatch = NumericArray[RandomReal[{-1, 1}, Prepend[dimensions, batch]], "Real32"];
    oneExample = NumericArray[RandomReal[{-1, 1}, dimensions], "Real32"];
    round[x_, n_] := Round[10^9 First[AbsoluteTiming[Do[trained[x], {n}]]]/n];
    round[oneBatch, 2];
    Print["evaluate ", Sort[Table[round[oneBatch, evaluations], {5}]][[3]]];
    round[oneExample, 10];
    Print["one ", Sort[Table[round[oneExample, 20 evaluations], {5}]][[3]]]];
