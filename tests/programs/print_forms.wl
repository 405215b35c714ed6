(* What Print writes in a script: text forms are obeyed, displays stay literal. *)
Print[InputForm["a" -> x/y]]
Print["value: ", InputForm[{1.5, "s"}], " ", FullForm[x + y]]
Print[OutputForm[{x, "s"}]]
Print[TeXForm[Sqrt[x]]]
Print[MatrixForm[{{1, 2}}]]
Print[{InputForm["s"], 1}]
Print[Information[Sin, "FullName"]]
