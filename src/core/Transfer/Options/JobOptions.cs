using System.Collections.Immutable;

namespace Levada.Transfer.Options;

/// <summary>The verb of the job tool and the metastore it works on.</summary>
public sealed record JobOptions
{
    public JobVerb Verb { get; init; }

    public string? JobName { get; init; }

    /// <summary><c>--meta-connect</c>; null: the user's own SQLite file.</summary>
    public string? MetaConnect { get; init; }

    public string? MetaUserName { get; init; }

    public string? MetaPassword { get; init; }

    /// <summary><c>--import-metastore FILE</c>.</summary>
    public string? ImportedMetastore { get; init; }

    /// <summary>What follows <c>--</c>: a tool and its arguments for create, overriding arguments for exec.</summary>
    public ImmutableArray<string> Arguments { get; init; } = [];

    /// <summary><c>metastore --shutdown</c>.</summary>
    public bool IsShutdown { get; init; }

    // A record's own text would show the metastore's password, and the arguments may hold another.
    public override string ToString() => $"{Verb} {JobName}";
}
