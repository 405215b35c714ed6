(* A bank account as an object made of closures. Expected output: from an independent Python program. *)
account[start_] := Module[{balance = start, log = {}},
  <|"deposit" -> Function[x, AppendTo[log, "deposit" -> x]; balance += x],
    "withdraw" -> Function[x, If[x > balance, "insufficient funds", AppendTo[log, "withdraw" -> x]; balance -= x]],
    "log" -> Function[Null, log]|>];
a = account[100]; b = account[0];
Print[a["deposit"][50]]
Print[a["withdraw"][500]]
Print[a["withdraw"][30], " ", b["deposit"][7]]
Print[a["log"][Null]]
