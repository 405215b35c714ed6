(* Infix to reverse Polish notation. Expected output: from an independent Python program. *)
prec = <|"+" -> 2, "-" -> 2, "*" -> 3, "/" -> 3, "^" -> 4|>;
right = {"^"};
toRPN[text_] := Module[{out = {}, ops = {}},
  Do[Which[
      KeyExistsQ[prec, t],
        While[ops =!= {} && KeyExistsQ[prec, Last[ops]] && (prec[Last[ops]] > prec[t] || prec[Last[ops]] == prec[t] && ! MemberQ[right, t]),
          AppendTo[out, Last[ops]]; ops = Most[ops]];
        AppendTo[ops, t],
      t === "(", AppendTo[ops, t],
      t === ")", While[Last[ops] =!= "(", AppendTo[out, Last[ops]]; ops = Most[ops]]; ops = Most[ops],
      True, AppendTo[out, t]], {t, StringSplit[text]}];
  StringRiffle[Join[out, Reverse[ops]], " "]];
Print[toRPN["3 + 4 * 2 / ( 1 - 5 ) ^ 2 ^ 3"]]
Print[toRPN["( ( 1 + 2 ) ^ ( 3 + 4 ) ) ^ ( 5 + 6 )"]]
