using System.Reflection;
using Migrations.TestServers;
using Xunit.Sdk;
using Xunit.v3;

namespace Migrations.Tests;

/// <summary>Runs a theory on every server that is offered; the server's name is the first argument, the given values follow.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class EveryServerAttribute(params object?[] values) : DataAttribute
{
    public override ValueTask<IReadOnlyCollection<ITheoryDataRow>> GetData(MethodInfo testMethod, DisposalTracker disposalTracker) =>
        new([.. ServerOffer.All().Select(offer => new TheoryDataRow([offer.Name, .. values]))]);

    public override bool SupportsDiscoveryEnumeration() => true;
}
