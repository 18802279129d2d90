namespace Levada.Transfer.Options;

/// <summary>The tools of the command line, in the order in which help lists them.</summary>
public enum ToolName
{
    CodeGen,
    CreateHiveTable,
    Eval,
    Export,
    Help,
    Import,
    ImportAllTables,
    ImportMainframe,
    Job,
    ListDatabases,
    ListTables,
    Merge,
    Metastore,

    /// <summary>Ours: connects, asks for the server's version, says what it found.</summary>
    TestConnection,
    Version,
}
