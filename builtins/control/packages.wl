(* packages.wl - names that load their package when they are used. *)

(* DeclarePackage: the names are symbols of the context that load the package when they are first evaluated. *)
declarePackage[context_, names_] := Module[{},
  Scan[declareName[context, context <> #] &, names];
  If[FreeQ[$ContextPath, context], PrependTo[$ContextPath, context]];
  context]

declareName[context_, name_] := With[{symbol = ToExpression[name, InputForm, Hold]},
  If[!ValueQ @@ symbol, install[context, name, symbol]]]

install[context_, name_, Hold[symbol_]] := (symbol := (forget[context]; Needs[context]; symbol); declared[context] = Append[known[context], Hold[symbol]])

known[context_] := With[{list = declared[context]}, If[ListQ[list], list, {}]]

(* All names lose the definition that loads before the package makes its own. *)
forget[context_] := (Scan[Replace[#, Hold[symbol_] :> (OwnValues[symbol] = {})] &, known[context]]; declared[context] = {})
