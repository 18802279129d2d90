using Levada.Transfer.CommandLine.Arguments;

namespace Levada.Transfer.CommandLine.Groups;

/// <summary>Options that several groups show.</summary>
internal static class SharedRows
{
    public static OptionSpec Columns { get; } = Option.Value(
        "columns", "col,col,col...", "db.column.list", "The columns, in the order wanted",
        (d, v) => d.Root = d.Root with { Columns = ColumnList.Parse(v) },
        d => d.Root.Columns.IsEmpty ? null : string.Join(",", d.Root.Columns));

    public static OptionSpec Mappers { get; } = Option.Number(
        "num-mappers", "n", "mapreduce.num.mappers", "How many tasks run side by side (4)",
        (d, v) => d.Root = d.Root with { MapperCount = Option.ParseInt(v), IsMapperCountGiven = true }, d => d.Root.MapperCount) with { Short = "m" };

    public static OptionSpec Direct { get; } = Option.Switch(
        "direct", "direct.import", "Take the database's own fast path",
        d => d.Root = d.Root with { IsDirect = true }, d => d.Root.IsDirect);

    public static OptionSpec JobName { get; } = Option.Other("mapreduce-job-name", "name", "mapreduce.job.name", "Accepted: a name for the job");

    public static OptionSpec Query { get; } = Option.Value(
        "query", "statement", "db.query", "The SQL statement; for an import it holds $CONDITIONS in its WHERE clause",
        (d, v) => d.Root = d.Root with { Query = v }, d => d.Root.Query) with { Short = "e" };

    public static OptionSpec TargetDir { get; } = Option.Value(
        "target-dir", "dir", "hdfs.target.dir", "The directory to write",
        (d, v) => d.Import = d.Import with { TargetDir = v }, d => d.Import.TargetDir);

    public static OptionSpec MergeKey { get; } = Option.Value(
        "merge-key", "column", "merge.key.col", "The column by which new rows replace old ones",
        (d, v) => d.Import = d.Import with { MergeKey = v }, d => d.Import.MergeKey);

    public static OptionSpec ClassName { get; } = Option.Value(
        "class-name", "name", "codegen.java.classname", "The name of the class; with --jar-file, the class to take from it",
        (d, v) => d.Code = d.Code with { ClassName = v }, d => d.Code.ClassName);

    public static OptionSpec JarFile { get; } = Option.Value(
        "jar-file", "file", "codegen.jar.file", "The jar that describes the records",
        (d, v) => d.Code = d.Code with { JarFile = v }, d => d.Code.JarFile);

    public static OptionSpec Table { get; } = Option.Value(
        "table", "table-name", "db.table", "The table",
        (d, v) => d.Root = d.Root with { Table = v }, d => d.Root.Table);
}
