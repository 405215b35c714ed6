(* A reverse Polish calculator. Expected output: from an independent Python program. *)
step[{a___, x_, y_}, op : "+" | "-" | "*" | "/" | "^"] := {a, Switch[op, "+", x + y, "-", x - y, "*", x y, "/", x/y, "^", x^y]};
step[stack_, n_] := Append[stack, ToExpression[n]];
stacks = FoldList[step, {}, StringSplit["3 4 2 * 1 5 - 2 3 ^ ^ / +"]];
Scan[Print, Rest[stacks]]
