# zsh -f ask.zsh SCRIPT LINES: loads SCRIPT and calls its function as the completion of each of LINES would, and prints
# what it offers, one a line, with a line "==" behind the offers of each. The functions of zsh by which it offers are
# stood in for, since the real ones work in an editor at a terminal only.
compdef() { :; }
_describe() { local each; [[ $1 != -o || $words[CURRENT] == -* ]] || return; for each in "${(@P)@[-1]}"; do print -r -- "${each%%:*}"; done; }
compadd() { print -rl -- "${(@P)2}"; }
offer() {
  case $1 in
    _postern_targets) _postern_targets ;;
    _files) print -rl -- ${current}*(N) ;;
    '_files -/') print -rl -- ${current}*(N/) ;;
    \(*\)) print -rl -- ${=${1#\(}%\)} ;;
  esac
}
_arguments() {
  local spec name before=$words[CURRENT-1] current=$words[CURRENT]
  local -a places
  if [[ $current == --*=* ]]; then
    before=${current%%=*} current=${current#*=}
  fi
  for spec; do
    name=${${spec#\*}%%[=\[]*}
    if [[ $spec != (\*|)-* ]]; then
      places+=("${spec##*:}")
    elif [[ $before == $name && $spec == *\]:* ]]; then
      offer "${spec##*:}"
      return
    elif [[ $current == -* ]]; then
      print -r -- $name
    fi
  done
  [[ $current == -* ]] || for spec in $places; do offer "$spec"; done
}
source "$1"
while IFS= read -r line; do
  words=("${(@s: :)line}") CURRENT=$#words
  _postern | if [[ $words[-1] == -* ]]; then cat; else grep -e "^${words[-1]//\\/}"; fi
  print -r -- '=='
done <"$2"
