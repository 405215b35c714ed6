(* Records as associations: totals, groups, joins. Expected output: from an independent Python program. *)
items = {<|"name" -> "pen", "kind" -> "office", "price" -> 2, "count" -> 10|>, <|"name" -> "ink", "kind" -> "office", "price" -> 5, "count" -> 3|>,
   <|"name" -> "tea", "kind" -> "kitchen", "price" -> 4, "count" -> 6|>, <|"name" -> "cup", "kind" -> "kitchen", "price" -> 3, "count" -> 8|>};
Print[Total[#price #count & /@ items]]
Print[GroupBy[items, #kind & -> (#price #count &), Total]]
Print[SortBy[items, -#price &][[All, "name"]]]
Print[Query[Select[#count > 5 &], {"name", "count"}][items]]
makers = {<|"name" -> "pen", "maker" -> "A"|>, <|"name" -> "tea", "maker" -> "B"|>};
Print[JoinAcross[items, makers, "name"][[All, {"name", "maker"}]]]
