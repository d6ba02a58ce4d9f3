package org.postern.target.api.kerio;

/** That Postern is no more: nothing of it goes on. */
final class Ended extends Error {
  private static final long serialVersionUID = 1L;
}
