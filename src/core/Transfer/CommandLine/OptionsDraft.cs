using Levada.Transfer.CommandLine.Arguments;
using Levada.Transfer.Options;

namespace Levada.Transfer.CommandLine;

/// <summary>Options while they are being collected: what was given, before defaults that depend on other options.</summary>
internal sealed class OptionsDraft(ToolName tool)
{
    public TransferOptions Root { get; set; } = new(tool);

    public ConnectOptions Connect { get; set; } = new();

    public CodeOptions Code { get; set; } = new();

    public ImportOptions Import { get; set; } = new();

    public ExportOptions Export { get; set; } = new();

    public MergeOptions Merge { get; set; } = new();

    public JobOptions Job { get; set; } = new();

    public HiveOptions Hive { get; set; } = new();

    public ValidationOptions Validation { get; set; } = new();

    public DelimiterSet Output { get; set; } = DelimiterSet.Default;

    public bool IsOutputGiven { get; set; }

    public bool IsMySqlDelimiters { get; set; }

    /// <summary>Input delimiters as given: NUL stands for one that was not.</summary>
    public DelimiterSet Input { get; set; } = new('\0', '\0', '\0', '\0', false);

    /// <summary>The null texts as given, Java escapes unresolved; null: not given.</summary>
    public string? NullString { get; set; }

    public string? NullNonString { get; set; }

    public string? InputNullString { get; set; }

    public string? InputNullNonString { get; set; }

    /// <summary><c>--compression-codec</c> as given: a saved job keeps that.</summary>
    public string? Codec { get; set; }

    public string? UpdateKey { get; set; }

    /// <summary>Options that are read, checked and saved but change nothing here, by name.</summary>
    public SortedDictionary<string, string> Others { get; } = new(StringComparer.Ordinal);

    public List<CommandLineNote> Notes { get; } = [];

    public void Warn(string source, string text) => Notes.Add(new(NoteLevel.Warn, source, text));

    public void Info(string source, string text) => Notes.Add(new(NoteLevel.Info, source, text));

    public string? Other(string name) => Others.GetValueOrDefault(name);

    public string? Property(string name) => Root.Properties.GetValueOrDefault(name);

    public bool IsPropertyTrue(string name) => "true".Equals(Property(name)?.Trim(), StringComparison.OrdinalIgnoreCase);

    /// <summary>The options with all defaults resolved.</summary>
    public TransferOptions Finish() => Root with
    {
        Connect = Connect,
        Code = Code,
        Import = Import.SplitLimit <= 0 ? Import with { SplitLimit = null } : Import,
        Export = Export with { UpdateKeys = ColumnList.Parse(UpdateKey) },
        Merge = Merge,
        Job = Job,
        Hive = Hive,
        Validation = Validation,
        Text = FinishText(),
        CompressionCodec = Codec is null ? null : CodecNames.Resolve(Codec),
        MapperCount = Root.MapperCount < 1 ? TransferOptions.MapperCountDefault : Root.MapperCount,
        OtherTargets = [.. Others],
    };

    private TextOptions FinishText()
    {
        var nullString = JavaLiteral.Resolve(NullString ?? "null");
        var nullNonString = JavaLiteral.Resolve(NullNonString ?? "null");
        // An export reads files of others: there the null text is what Sqoop takes it for. A merge reads what an import wrote.
        var isForeign = Root.Tool == ToolName.Export;
        return new TextOptions
        {
            Output = Output,
            Input = FinishInput(),
            IsOutputGiven = IsOutputGiven,
            IsMySqlDelimiters = IsMySqlDelimiters,
            NullString = nullString,
            NullNonString = nullNonString,
            IsNullStringGiven = NullString is not null || NullNonString is not null,
            InputNullString = InputNullString is { } text ? JavaLiteral.Resolve(text) : isForeign ? "null" : nullString,
            InputNullNonString = InputNullNonString is { } other ? JavaLiteral.Resolve(other) : isForeign ? "null" : nullNonString,
            IsInputNullStringGiven = InputNullString is not null || InputNullNonString is not null,
        };
    }

    // Each input delimiter that was not given is the output's: "export --fields-terminated-by '\t'" reads tabs.
    private DelimiterSet FinishInput() => new(
        Input.Field == '\0' ? Output.Field : Input.Field,
        Input.Record == '\0' ? Output.Record : Input.Record,
        Input.HasEnclose ? Input.Enclose : Output.Enclose,
        Input.HasEscape ? Input.Escape : Output.Escape,
        Input.HasEnclose ? Input.IsEncloseRequired : Output.IsEncloseRequired);
}
