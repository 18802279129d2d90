namespace Levada.Protocol.Generator.Schemas;

/// <summary>Reads the line grammar of docs/schemas.md; what it cannot read becomes a problem with its line.</summary>
internal sealed class SchemaParser
{
    private const int IndentWidth = 2;
    private static readonly char[] Blank = [' '];
    private static readonly Dictionary<string, FieldKind> s_typeWords = Enum.GetValues(typeof(FieldKind)).Cast<FieldKind>()
        .Where(kind => kind != FieldKind.Struct).ToDictionary(kind => kind.ToString().ToLowerInvariant());

    private readonly SchemaFile _file = new();

    /// <summary>The structs that are open, outermost first; a line at depth n adds to the n-th.</summary>
    private readonly List<StructSchema> _open = [];

    private SchemaParser()
    {
    }

    public static SchemaFile Parse(string text)
    {
        var parser = new SchemaParser();
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++) parser.ParseLine(lines[i].TrimEnd('\r'), i);
        if (parser._file.Messages.Count == 0) parser._file.Report(0, "the file holds no message");
        foreach (var message in parser._file.Messages) new SchemaChecker(parser._file, message).Check();
        SchemaChecker.CheckPair(parser._file);
        return parser._file;
    }

    private void ParseLine(string text, int line)
    {
        var comment = text.IndexOf('#');
        if (comment >= 0) text = text.Substring(0, comment);
        var words = text.Split(Blank, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0) return;
        var indent = text.Length - text.TrimStart(' ').Length;
        if (text.IndexOf('\t') >= 0 || indent % IndentWidth != 0)
        {
            _file.Report(line, "indentation is two blanks per level");
            return;
        }

        var depth = indent / IndentWidth;
        if (depth == 0) OpenMessage(words, line);
        else if (depth > _open.Count) _file.Report(line, "indented deeper than the struct above it");
        else if (words[0] == "struct" && words.Length == 2 && depth == 1) OpenStruct(words[1], line);
        else AddField(words, depth, line);
    }

    private void OpenMessage(string[] words, int line)
    {
        _open.Clear();
        if (words.Length < 2 || !Enum.TryParse<MessageKind>(Capitalize(words[0]), out var kind))
        {
            _file.Report(line, "expected: request|response|header|data|metadata|key|value Name versions ...");
            return;
        }

        var message = new MessageSchema { Kind = kind, Name = words[1] };
        message.Body.Name = words[1];
        message.Body.Line = line;
        ParseMessageWords(new WordReader(words, 2), message, line);
        _file.Messages.Add(message);
        _open.Add(message.Body);
    }

    private void ParseMessageWords(WordReader words, MessageSchema message, int line)
    {
        while (words.Next() is { } word)
        {
            var isGood = true;
            if (word is "api" or "id") isGood = (message.Id = words.NextNumber()) is not null;
            else if (word == "versions") isGood = !(message.Versions = words.NextRange()).IsEmpty;
            else if (word == "flexible") isGood = !(message.Flexible = words.NextRange()).IsEmpty;
            else if (word == "listeners") isGood = words.Next() is not null;
            else if (word == "unstable") message.IsUnstable = true;
            else isGood = false;
            if (!isGood) _file.Report(line, $"cannot read '{word}' of {message.Name}");
        }

        if (message.Versions.IsEmpty) _file.Report(line, $"{message.Name} states no versions");
        if (message.IsApi && message.Id is null) _file.Report(line, $"{message.Name} states no api key");
        if (message.IsApi && !message.Name.EndsWith(message.Kind.ToString(), StringComparison.Ordinal))
            _file.Report(line, $"{message.Name} does not end in {message.Kind}");
    }

    private void OpenStruct(string name, int line)
    {
        _open.RemoveRange(1, _open.Count - 1);
        _open.Add(NewStruct(name, line));
    }

    private StructSchema NewStruct(string name, int line)
    {
        var added = new StructSchema { Name = name, Line = line };
        _file.Messages[_file.Messages.Count - 1].Structs.Add(added);
        return added;
    }

    private void AddField(string[] words, int depth, int line)
    {
        if (words.Length < 3 || !VersionRange.TryParse(words[2], out var versions))
        {
            _file.Report(line, "expected: Name type versions ...");
            return;
        }

        var field = new FieldSchema { Name = Capitalize(words[0]), Versions = versions, Line = line };
        field.IsArray = words[1].StartsWith("[]", StringComparison.Ordinal);
        field.TypeWord = field.IsArray ? words[1].Substring(2) : words[1];
        field.Kind = ParseKind(field.TypeWord, line);
        ParseFieldWords(new WordReader(words, 3), field, line);
        _open[depth - 1].Fields.Add(field);
        _open.RemoveRange(depth, _open.Count - depth);
        // Whether lines below belong to it is not known yet: an empty struct left so is a reference to one named elsewhere.
        if (field.Kind == FieldKind.Struct) _open.Add(NewStruct(field.TypeWord, line));
    }

    private FieldKind ParseKind(string word, int line)
    {
        if (s_typeWords.TryGetValue(word, out var kind)) return kind;
        if (word.Length == 0 || !char.IsUpper(word[0])) _file.Report(line, $"unknown type '{word}'");
        return FieldKind.Struct;
    }

    private void ParseFieldWords(WordReader words, FieldSchema field, int line)
    {
        while (words.Next() is { } word)
        {
            var isGood = true;
            if (word == "nullable") field.Nullable = words.NextRange() is { IsEmpty: false } range ? range : field.Versions;
            else if (word == "tag") isGood = (field.Tag = words.NextNumber()) is not null;
            else if (word == "default") isGood = (field.Default = words.Next()) is not null;
            else if (word == "ignorable") field.IsIgnorable = true;
            else if (word == "never-flexible") field.IsNeverFlexible = true;
            else isGood = word == "key" || word[0] == '@'; // Facts for the reader; no code hangs on them.
            if (!isGood) _file.Report(line, $"cannot read '{word}' of {field.Name}");
        }
    }

    private static string Capitalize(string word) => char.ToUpperInvariant(word[0]) + word.Substring(1);
}
