using System.Collections.Immutable;
using System.Globalization;
using Levada.Transfer.CommandLine.Arguments;
using Levada.Transfer.CommandLine.Groups;

namespace Levada.Transfer.CommandLine.Jobs;

/// <summary>Between drafts and saved jobs.</summary>
internal static class SavedJobs
{
    public const string RecordPassword = "sqoop.metastore.client.record.password";
    private const string PasswordKey = "db.password";
    private const string PasswordFileKey = "db.password.file";
    private const string PasswordAliasKey = "db.password.alias";
    private const string RequirePasswordKey = "db.require.password";
    private const string UrlKey = "db.connect.string";
    private const string ParametersPrefix = "db.connect.params.";
    private const string ArgumentsPrefix = "tool.arguments.";
    private const string AutoCompileDirKey = "codegen.auto.compile.dir";

    private static readonly Lazy<ImmutableSortedDictionary<string, StoredProperty>> Stored = new(ListStored);

    /// <summary>The properties of a draft. Passwords are left out unless the draft asks for them.</summary>
    public static SavedJob Save(OptionsDraft draft)
    {
        var withSecrets = draft.IsPropertyTrue(RecordPassword);
        var properties = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var property in Stored.Value.Values)
            if ((!property.IsSecret || withSecrets) && property.Save(draft) is { } text) properties[property.Key] = text;
        SavePairs(properties, ParametersPrefix, draft.Connect.Parameters.Where(pair => withSecrets || !Secrets.IsSecretName(pair.Key)));
        SavePairs(properties, CodeGroup.JavaTypesPrefix, draft.Code.JavaTypes);
        SavePairs(properties, HiveGroup.ColumnTypesPrefix, draft.Hive.ColumnTypes);
        for (var index = 0; index < draft.Root.ConnectorArguments.Length; index++)
            properties[ArgumentsPrefix + index.ToString(CultureInfo.InvariantCulture)] = draft.Root.ConnectorArguments[index];
        properties[AutoCompileDirKey] = draft.Code.BinDir is null ? "true" : "false";
        SavePassword(draft, properties, withSecrets);
        return new SavedJob(draft.Root.Tool, properties.ToImmutable(), SaveConfiguration(draft, withSecrets));
    }

    /// <summary>A draft that holds what a job does. Names that are not known here are passed over: other versions wrote them.</summary>
    /// <exception cref="UsageException">A value that cannot be read.</exception>
    public static OptionsDraft Restore(SavedJob job)
    {
        var draft = new OptionsDraft(job.Tool);
        draft.Root = draft.Root with { Properties = job.Configuration };
        foreach (var (key, text) in job.Properties)
            if (Stored.Value.TryGetValue(key, out var property)) property.Restore(draft, text);
        draft.Connect = draft.Connect with { Parameters = RestorePairs(job, ParametersPrefix) };
        draft.Code = draft.Code with { JavaTypes = RestorePairs(job, CodeGroup.JavaTypesPrefix) };
        draft.Hive = draft.Hive with { ColumnTypes = RestorePairs(job, HiveGroup.ColumnTypesPrefix) };
        draft.Root = draft.Root with { ConnectorArguments = RestoreArguments(job) };
        if (Is(job, AutoCompileDirKey)) draft.Code = draft.Code with { BinDir = null };
        // Sqoop writes its default, which names a place in a home directory of HDFS.
        if (draft.Import.TemporaryRootDir == "_sqoop") draft.Import = draft.Import with { TemporaryRootDir = null };
        // Delimiters of a job stay as they are, whatever the target.
        draft.IsOutputGiven = true;
        RestorePassword(job, draft);
        return draft;
    }

    /// <summary>Whether the text of a property is a secret. The name of a column is none.</summary>
    public static bool IsSecret(string key) =>
        key is PasswordKey or "hs2.password" or "accumulo.password"
        || (key.StartsWith(ParametersPrefix, StringComparison.Ordinal) && Secrets.IsSecretName(key));

    public static SavedJob WithoutSecrets(SavedJob job)
    {
        var secrets = job.Properties.Keys.Where(IsSecret).ToList();
        var properties = job.Properties.RemoveRange(secrets);
        string? inUrl = null;
        if (properties.TryGetValue(UrlKey, out var url)) properties = properties.SetItem(UrlKey, Secrets.StripUrl(url, out inUrl));
        if (secrets.Contains(PasswordKey) || inUrl is not null) properties = properties.SetItem(RequirePasswordKey, "true");
        return job with { Properties = properties, Configuration = job.Configuration.RemoveRange(job.Configuration.Keys.Where(IsSecretSetting)) };
    }

    private static bool IsSecretSetting(string name) => name != RecordPassword && Secrets.IsSecretName(name);

    private static ImmutableSortedDictionary<string, StoredProperty> ListStored()
    {
        var stored = ImmutableSortedDictionary.CreateBuilder<string, StoredProperty>(StringComparer.Ordinal);
        foreach (var tool in ToolCatalogue.All)
            foreach (var group in tool.Groups())
                foreach (var option in group.Options)
                    if (option.Stored is { } property) stored[property.Key] = property;
        stored[OutputFormatGroup.EncloseRequired.Key] = OutputFormatGroup.EncloseRequired;
        stored[InputFormatGroup.EncloseRequired.Key] = InputFormatGroup.EncloseRequired;
        return stored.ToImmutable();
    }

    private static void SavePairs(
        ImmutableSortedDictionary<string, string>.Builder properties, string prefix, IEnumerable<KeyValuePair<string, string>> pairs)
    {
        foreach (var pair in pairs) properties[prefix + pair.Key] = pair.Value;
    }

    private static ImmutableArray<KeyValuePair<string, string>> RestorePairs(SavedJob job, string prefix) =>
    [
        .. from pair in job.Properties
           where pair.Key.StartsWith(prefix, StringComparison.Ordinal)
           select KeyValuePair.Create(pair.Key[prefix.Length..], pair.Value),
    ];

    private static ImmutableArray<string> RestoreArguments(SavedJob job)
    {
        var arguments = ImmutableArray.CreateBuilder<string>();
        while (job.Properties.TryGetValue(ArgumentsPrefix + arguments.Count.ToString(CultureInfo.InvariantCulture), out var argument))
            arguments.Add(argument);
        return arguments.ToImmutable();
    }

    private static ImmutableSortedDictionary<string, string> SaveConfiguration(OptionsDraft draft, bool withSecrets) =>
        withSecrets
            ? draft.Root.Properties
            : draft.Root.Properties.RemoveRange(draft.Root.Properties.Keys.Where(IsSecretSetting));

    private static void SavePassword(OptionsDraft draft, ImmutableSortedDictionary<string, string>.Builder properties, bool withSecrets)
    {
        var connect = draft.Connect;
        var isNeeded = connect.IsPasswordAsked || !string.IsNullOrEmpty(connect.Password);
        if (connect.Url is { } url && !withSecrets)
        {
            properties[UrlKey] = Secrets.StripUrl(url, out var inUrl);
            isNeeded |= !string.IsNullOrEmpty(inUrl);
        }

        if (connect.PasswordFile is { } file) properties[PasswordFileKey] = file;
        else if (connect.PasswordAlias is { } alias) properties[PasswordAliasKey] = alias;
        else if (withSecrets && connect.Password is { } password) properties[PasswordKey] = password;
        else if (isNeeded) properties[RequirePasswordKey] = "true";
        properties.TryAdd(RequirePasswordKey, "false");
    }

    private static void RestorePassword(SavedJob job, OptionsDraft draft)
    {
        var properties = job.Properties;
        var connect = Secrets.Clear(draft.Connect);
        if (properties.TryGetValue(PasswordFileKey, out var file)) connect = connect with { PasswordFile = file };
        else if (properties.TryGetValue(PasswordAliasKey, out var alias)) connect = connect with { PasswordAlias = alias };
        else if (Is(job, RequirePasswordKey)) connect = connect with { IsPasswordAsked = true };
        else if (properties.TryGetValue(PasswordKey, out var password)) connect = connect with { Password = password };
        draft.Connect = connect;
    }

    private static bool Is(SavedJob job, string key) => job.Properties.TryGetValue(key, out var text) && Option.IsTrue(text);
}
