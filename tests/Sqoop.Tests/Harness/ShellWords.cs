using System.Text;

namespace Levada.Sqoop.Tests.Harness;

/// <summary>Splits a command line as a POSIX shell does: blanks, quotes, backslashes and variables; nothing else of a shell.</summary>
internal sealed class ShellWords(string line, IReadOnlyDictionary<string, IReadOnlyList<string>> variables)
{
    private readonly List<string> _words = [];
    private readonly StringBuilder _word = new();
    private bool _isInWord;
    private int _at;

    public static IReadOnlyList<string> Split(string line, IReadOnlyDictionary<string, IReadOnlyList<string>> variables) =>
        new ShellWords(line, variables).Split();

    private List<string> Split()
    {
        while (_at < line.Length)
        {
            var letter = line[_at++];
            if (letter is ' ' or '\n' or '\r') EndWord();
            else if (letter == '\'') Quoted();
            else if (letter == '"') DoubleQuoted();
            else if (letter == '$') Variable();
            else Append(letter == '\\' ? line[_at++] : letter);
        }

        EndWord();
        return _words;
    }

    private void Quoted()
    {
        _isInWord = true;
        while (line[_at] != '\'') _word.Append(line[_at++]);
        _at++;
    }

    private void DoubleQuoted()
    {
        _isInWord = true;
        while (line[_at] != '"')
        {
            var letter = line[_at++];
            if (letter == '$') Variable();
            else Append(letter == '\\' && line[_at] is '$' or '"' or '\\' or '`' ? line[_at++] : letter);
        }

        _at++;
    }

    private void Variable()
    {
        var start = _at;
        while (_at < line.Length && (char.IsAsciiLetterOrDigit(line[_at]) || line[_at] == '_')) _at++;
        var values = variables[line[start.._at]];
        for (var i = 0; i < values.Count; i++)
        {
            if (i > 0) EndWord();
            _isInWord = true;
            _word.Append(values[i]);
        }
    }

    private void Append(char letter)
    {
        _isInWord = true;
        _word.Append(letter);
    }

    private void EndWord()
    {
        if (_isInWord) _words.Add(_word.ToString());
        _word.Clear();
        _isInWord = false;
    }
}
