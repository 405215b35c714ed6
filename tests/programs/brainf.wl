(* An interpreter of an esoteric language. Expected output: from an independent Python program. *)
run[code_] := Module[{p = Characters[code], tape = ConstantArray[0, 30], i = 1, at = 1, out = "", open = {}, jump = <||>},
  Do[Switch[p[[k]], "[", AppendTo[open, k], "]", jump[k] = Last[open]; jump[Last[open]] = k; open = Most[open]], {k, Length[p]}];
  While[at <= Length[p],
    Switch[p[[at]],
      ">", i++, "<", i--, "+", tape[[i]] = Mod[tape[[i]] + 1, 256], "-", tape[[i]] = Mod[tape[[i]] - 1, 256],
      ".", out = out <> FromCharacterCode[tape[[i]]],
      "[", If[tape[[i]] == 0, at = jump[at]], "]", If[tape[[i]] != 0, at = jump[at]]];
    at++];
  out];
Print[run["++++++++[>++++[>++>+++>+++>+<<<<-]>+>+>->>+[<]<-]>>.>---.+++++++..+++.>>.<-.<.+++.------.--------.>>+."]]
