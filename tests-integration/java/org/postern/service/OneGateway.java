package org.postern.service;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One gateway for all tests that ask for it, brought to its standing state before each. */
final class OneGateway implements ParameterResolver, BeforeEachCallback {
  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
    return parameter.getParameter().getType() == Gateway.class;
  }

  @Override
  public Gateway resolveParameter(ParameterContext parameter, ExtensionContext test) {
    return gateway(test);
  }

  @Override
  public void beforeEach(ExtensionContext test) {
    gateway(test).standing();
  }

  /**
   * The store closes it when all tests of this process are over: a store of the classes would boot
   * one for each of them.
   */
  private static Gateway gateway(ExtensionContext test) {
    return test.getStore(StoreScope.LAUNCHER_SESSION, Namespace.create(OneGateway.class))
        .getOrComputeIfAbsent(Gateway.class, type -> start(), Gateway.class);
  }

  private static Gateway start() {
    try {
      return Gateway.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
