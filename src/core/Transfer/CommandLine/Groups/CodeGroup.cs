using Levada.Transfer.CommandLine.Arguments;

namespace Levada.Transfer.CommandLine.Groups;

/// <summary>Names and places of generated files, type mapping, null texts.</summary>
internal static class CodeGroup
{
    public const string JavaTypesPrefix = "map.column.java.";

    public static OptionGroup Group { get; } = new("Code generation arguments",
    [
        Option.Value("outdir", "dir", "codegen.output.dir", "Where sources and schemas go (.)",
            (d, v) => d.Code = d.Code with { OutDir = v }, d => d.Code.OutDir),
        Option.Value("bindir", "dir", "codegen.compile.dir", "Where jars go",
            (d, v) => d.Code = d.Code with { BinDir = v }, d => d.Code.BinDir),
        Option.Switch("delete-compile-dir", "codegen.delete.compile.dir", "Remove that directory at the end",
            d => d.Code = d.Code with { IsCompileDirDeleted = true }, d => d.Code.IsCompileDirDeleted),
        Option.Value("package-name", "name", "codegen.java.packagename", "The package of generated classes; the namespace of Avro schemas",
            (d, v) => d.Code = d.Code with { PackageName = v }, d => d.Code.PackageName),
        Option.Value("null-string", "null-str", "null.string", "NULL of text columns in files that are written (null)",
            (d, v) => d.NullString = v, d => d.NullString),
        Option.Value("input-null-string", "null-str", "input.null.string", "NULL of text columns in files that are read",
            (d, v) => d.InputNullString = v, d => d.InputNullString),
        Option.Value("null-non-string", "null-str", "null.non-string", "NULL of other columns in files that are written (null)",
            (d, v) => d.NullNonString = v, d => d.NullNonString),
        Option.Value("input-null-non-string", "null-str", "input.null.non-string", "NULL of other columns in files that are read",
            (d, v) => d.InputNullNonString = v, d => d.InputNullNonString),
        new("map-column-java", "col=type,...", "Java types of columns, in place of the usual ones", (d, v) =>
            d.Code = d.Code with { JavaTypes = ColumnMapping.Parse(v) }),
        new("escape-mapping-column-names", "boolean", "Whether names of --map-column-java are cleaned as class members are (true)", (d, v) =>
            d.Code = d.Code with { IsMappingNameCleaned = Option.IsTrue(v) }),
    ]);
}
