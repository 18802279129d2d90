using System.Collections.Immutable;
using Levada.Metadata.Configs;
using Levada.Protocol.Records;

namespace Levada.Metadata.Image;

/// <summary>Configurations that a run of records sets and clears.</summary>
internal sealed class ConfigurationsDelta(ConfigurationsImage before)
{
    private readonly SortedDictionary<ConfigResource, ImmutableSortedDictionary<string, string>.Builder> _touched = [];

    public void Set(in ConfigRecord record)
    {
        var values = ValuesOf(new ConfigResource((ConfigResourceType)record.ResourceType, record.ResourceName));
        if (record.Value is null) values.Remove(record.Name);
        else values[record.Name] = record.Value;
    }

    /// <summary>A topic takes its configurations with it.</summary>
    public void RemoveTopic(string name)
    {
        var resource = ConfigResource.Topic(name);
        if (_touched.ContainsKey(resource) || before.Resources.ContainsKey(resource)) ValuesOf(resource).Clear();
    }

    public ConfigurationsImage Finish(List<ConfigResource> changed)
    {
        if (_touched.Count == 0) return before;
        var resources = before.Resources.ToBuilder();
        foreach (var (resource, values) in _touched)
        {
            changed.Add(resource);
            if (values.Count == 0) resources.Remove(resource);
            else resources[resource] = values.ToImmutable();
        }

        return new ConfigurationsImage(resources.ToImmutable());
    }

    private ImmutableSortedDictionary<string, string>.Builder ValuesOf(ConfigResource resource)
    {
        if (!_touched.TryGetValue(resource, out var values))
            _touched[resource] = values = before.Of(resource).ToBuilder();
        return values;
    }
}
